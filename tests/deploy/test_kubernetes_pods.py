"""The pods that people get, made by the real spawner from our values and hooks, without a cluster."""

from __future__ import annotations

import asyncio
import json
import os
import stat
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import kubernetes_validate
import kubespawner
import pytest
from kubernetes_asyncio.client import ApiClient
from kubernetes_files import HUB, ROOT, manifest, manifests, spawner_settings, values
from kubespawner import KubeSpawner
from ldt_pods import COHORTS, EXCHANGE, HOME, OWN_HOME, ROLE, USERS, Pods, passwd
from ldt_uids import TUTOR_UID, Uids
from traitlets.config import Config, PyFileConfigLoader

from course.grading.execute import EngineExecute
from course.hub.arriving import COHORT
from course.hub.arriving import ROLE as ROLE_VARIABLE
from course.hub.roles import Role
from course.hub.serving import SHOWS

TUTOR_IMAGE = "ldt-tutor:0.1.0"


def configured(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Config:
    """What the hub has loaded: the chart's part, then our file, run as the chart runs it."""
    c = Config()
    c.JupyterHub.db_url = f"sqlite:///{tmp_path / 'hub.sqlite'}"
    c.KubeSpawner.update(spawner_settings(values()))
    for name, value in values()["hub"]["extraEnv"].items():
        monkeypatch.setenv(name, value)
    text = (HUB / "ldt_config.py").read_text(encoding="utf-8")
    exec(compile(text, "ldt_config.py", "exec"), {"c": c, "get_config": lambda: c})
    return c


@pytest.fixture(autouse=True)
def _no_cluster(monkeypatch: pytest.MonkeyPatch) -> None:
    """The spawner looks for a cluster when it is made; there is none, and a pod's text needs none."""
    monkeypatch.setattr(kubespawner.spawner, "load_config", lambda **_: None)
    monkeypatch.setattr(kubespawner.spawner, "shared_client", lambda _: None)


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Config:
    return configured(monkeypatch, tmp_path)


def start(c: Config, name: str, *groups: str, times: int = 1) -> dict[str, Any]:
    """The pod that somebody gets."""
    user = SimpleNamespace(name=name, id=1, url="/user/", groups=[SimpleNamespace(name=group) for group in groups])
    spawner = KubeSpawner(_mock=True, config=c, user=user)
    spawner.get_env = lambda: {**spawner.environment}
    for _ in range(times):
        spawner.pre_spawn_hook(spawner)
    pod = asyncio.run(spawner.get_pod_manifest())
    made: dict[str, Any] = ApiClient.sanitize_for_serialization(ApiClient.__new__(ApiClient), pod)
    return made


def main(pod: dict[str, Any]) -> dict[str, Any]:
    container: dict[str, Any] = pod["spec"]["containers"][0]
    return container


def claims(pod: dict[str, Any]) -> set[str]:
    volumes = pod["spec"]["volumes"]
    return {each["persistentVolumeClaim"]["claimName"] for each in volumes if "persistentVolumeClaim" in each}


def mounts(container: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {each["mountPath"]: each for each in container["volumeMounts"]}


def test_each_participant_is_another_user_with_a_home_of_their_own(hub: Config) -> None:
    ann, bob = start(hub, "ann@firm.example"), start(hub, "bob")
    for of in ("runAsUser", "runAsGroup"):
        assert main(ann)["securityContext"][of] != main(bob)["securityContext"][of]
    assert mounts(main(ann))[HOME]["subPath"] != mounts(main(bob))[HOME]["subPath"]
    assert mounts(main(ann))[HOME]["subPath"] not in ("", None, "{username}")


@pytest.mark.parametrize(("one", "other"), [("a.b", "a-b"), ("ann", "Ann"), ("a@b", "a-40b")])
def test_names_that_look_alike_share_no_home_and_no_pod(hub: Config, one: str, other: str) -> None:
    first, second = start(hub, one), start(hub, other)
    assert mounts(main(first))[HOME]["subPath"] != mounts(main(second))[HOME]["subPath"]
    assert first["metadata"]["name"] != second["metadata"]["name"]


def test_a_pod_is_the_same_after_the_hub_has_started_again(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, hub: Config
) -> None:
    before = start(hub, "ann")
    start(hub, "bob")
    assert start(configured(monkeypatch, tmp_path), "ann") == before


def test_a_pod_is_the_same_at_its_second_start(hub: Config) -> None:
    assert start(hub, "ann", times=2) == start(hub, "ann")
    assert start(hub, "tess", "tutors", times=2) == start(hub, "tess", "tutors")


def test_who_is_no_tutor_any_more_has_nothing_of_a_tutors_left(hub: Config) -> None:
    user = SimpleNamespace(name="tess", id=1, url="/user/", groups=[])
    spawner = KubeSpawner(_mock=True, config=hub, user=user)
    spawner.get_env = lambda: {**spawner.environment}
    for groups in (["tutors"], []):
        user.groups = [SimpleNamespace(name=group) for group in groups]
        spawner.pre_spawn_hook(spawner)
    pod = ApiClient.sanitize_for_serialization(ApiClient.__new__(ApiClient), asyncio.run(spawner.get_pod_manifest()))
    assert pod["spec"] == start(hub, "tess")["spec"]


def test_a_participant_has_no_way_to_more(hub: Config) -> None:
    pod = start(hub, "ann")
    spec, container = pod["spec"], main(pod)
    assert claims(pod) == {"ldt-homes", "ldt-exchange"}
    assert spec["automountServiceAccountToken"] is False
    assert "serviceAccountName" not in spec
    assert not spec.get("securityContext", {}).get("fsGroup")
    assert not spec.get("securityContext", {}).get("supplementalGroups")
    assert not any(spec.get(each) for each in ("hostNetwork", "hostPID", "hostIPC"))
    context = container["securityContext"]
    assert context["runAsNonRoot"] is True
    assert context["runAsUser"] >= 20_000
    assert context["allowPrivilegeEscalation"] is False
    assert context["capabilities"] == {"drop": ["ALL"]}
    assert context["seccompProfile"] == {"type": "RuntimeDefault"}
    assert {"cpu", "memory"} <= set(container["resources"]["limits"])
    assert pod["metadata"]["labels"][ROLE] == "participant"
    assert "PGPASSWORD" not in {each["name"] for each in container["env"]}
    assert mounts(container)[USERS]["readOnly"] is True


def test_a_participant_learns_nobody_elses_name(hub: Config) -> None:
    start(hub, "bob")
    assert "bob" not in json.dumps(start(hub, "ann"))


def test_a_tutor_has_cohorts_the_gradebook_and_everybodys_number(hub: Config) -> None:
    ann = start(hub, "ann")
    pod = start(hub, "tess", "tutors")
    assert main(pod)["securityContext"]["runAsUser"] == TUTOR_UID
    assert main(pod)["image"] == TUTOR_IMAGE
    assert COHORTS in mounts(main(pod))
    assert pod["metadata"]["labels"][ROLE] == "tutor"
    password = next(each for each in main(pod)["env"] if each["name"] == "PGPASSWORD")
    assert password["valueFrom"]["secretKeyRef"] == {"name": "ldt-gradebook", "key": "password"}
    users = next(each["value"] for each in pod["spec"]["initContainers"][0]["env"] if each["name"] == "LDT_PASSWD")
    assert f"ann:x:{main(ann)['securityContext']['runAsUser']}:" in users


def test_formgraders_button_marks_on_the_cluster(monkeypatch: pytest.MonkeyPatch, hub: Config) -> None:
    variables = {each["name"]: each.get("value", "") for each in main(start(hub, "tess", "tutors"))["env"]}
    service = manifest("Service", "ldt-scheduler")
    host = ".".join(service["metadata"][each] for each in ("name", "namespace"))
    assert variables["LDT_SCHEDULER"] == f"tcp://{host}:{service['spec']['ports'][0]['port']}"
    assert "LDT_SCHEDULER" not in {each["name"] for each in main(start(hub, "ann"))["env"]}

    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    folder = ROOT / "deploy" / "one-machine" / "tutor"
    config: Config = PyFileConfigLoader("nbgrader_config.py", path=str(folder)).load_config()
    assert EngineExecute(config=config).scheduler == variables["LDT_SCHEDULER"]
    monkeypatch.delenv("LDT_SCHEDULER")
    config = PyFileConfigLoader("nbgrader_config.py", path=str(folder)).load_config()
    assert EngineExecute(config=config).scheduler == ""


@pytest.mark.parametrize(("role", "groups"), [(Role.PARTICIPANT, ()), (Role.TUTOR, ("tutors",))])
def test_a_server_starts_and_opens_as_on_one_machine(hub: Config, role: Role, groups: tuple[str, ...]) -> None:
    container = main(start(hub, "ann", *groups))
    variables = {each["name"]: each.get("value") for each in container["env"]}
    assert container["args"][:3] == ["python", "-m", "course.hub.arriving"]
    assert variables[ROLE_VARIABLE] == role
    assert variables["LDT_EXCHANGE"] in mounts(container)
    assert (variables.get(COHORT) == COHORTS) == (role is Role.TUTOR)
    spawner = KubeSpawner(_mock=True, config=hub)
    spawner.user.groups = [SimpleNamespace(name=group) for group in groups]
    spawner.user.name = "ann"
    spawner.pre_spawn_hook(spawner)
    assert spawner.default_url == SHOWS[role]


def test_what_an_operator_adds_stays(hub: Config) -> None:
    hub.KubeSpawner.volumes = {"files": {"name": "files", "secret": {"secretName": "singleuser"}}}
    hub.KubeSpawner.volume_mounts = [{"name": "files", "mountPath": "/etc/note"}]
    pod = start(hub, "ann")
    assert "files" in {each["name"] for each in pod["spec"]["volumes"]}
    assert {HOME, EXCHANGE, "/etc/note"} <= set(mounts(main(pod)))


@pytest.mark.parametrize("groups", [(), ("tutors",)])
def test_a_pod_is_one_that_kubernetes_accepts_and_its_volumes_are_there(hub: Config, groups: tuple[str, ...]) -> None:
    pod = start(hub, "ann", *groups)
    kubernetes_validate.validate(pod, "1.33", strict=True)
    made = {each["metadata"]["name"] for each in manifests() if each["kind"] == "PersistentVolumeClaim"}
    assert claims(pod) <= made
    names = {each["name"] for each in pod["spec"]["volumes"]}
    every = [*pod["spec"]["containers"], *pod["spec"]["initContainers"]]
    assert {each["name"] for container in every for each in container["volumeMounts"]} <= names


def test_a_pod_keeps_to_the_level_that_its_namespace_enforces(hub: Config) -> None:
    assert manifest("Namespace", "course")["metadata"]["labels"]["pod-security.kubernetes.io/enforce"] == "baseline"
    allowed = {"CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "SETGID", "SETUID", "NET_BIND_SERVICE"}
    for pod in (start(hub, "ann"), start(hub, "tess", "tutors")):
        for container in [*pod["spec"]["containers"], *pod["spec"]["initContainers"]]:
            context = container["securityContext"]
            assert not context.get("privileged")
            assert set(context["capabilities"].get("add", [])) <= allowed
            assert context["seccompProfile"]["type"] == "RuntimeDefault"
            assert "procMount" not in context


@pytest.mark.skipif(sys.platform == "win32", reason="a pod is a Linux machine")
def test_the_init_container_hands_over_the_home_and_nothing_in_it(tmp_path: Path) -> None:
    home, users = tmp_path / "home", tmp_path / "users"
    home.mkdir(mode=0o755)
    users.mkdir()
    inside, outside = home / "file", tmp_path / "outside"
    inside.write_text("theirs", encoding="utf-8")
    outside.mkdir(mode=0o755)
    (home / "link").symlink_to(outside)
    root = os.geteuid() == 0
    uid = 20_000 if root else os.geteuid()
    gid = uid if root else os.getegid()
    script = OWN_HOME if root else OWN_HOME.replace("$LDT_UID:$LDT_UID", f"{uid}:{gid}")
    lines = f"ann:x:{uid}:{uid}::{HOME}:/bin/bash\n"
    env = {"PATH": "/usr/bin:/bin", "LDT_UID": str(uid), "LDT_HOME": str(home), "LDT_USERS": str(users)}
    subprocess.run(["/bin/sh", "-c", script], env={**env, "LDT_PASSWD": lines}, check=True)
    assert (home.stat().st_uid, stat.S_IMODE(home.stat().st_mode)) == (uid, 0o700)
    assert outside.stat().st_uid == inside.stat().st_uid == os.geteuid()
    assert (users / "passwd").read_text(encoding="utf-8") == lines
    assert stat.S_IMODE((users / "passwd").stat().st_mode) == 0o644


def test_a_list_of_users_reads_back_as_it_was_meant() -> None:
    known = {"ann@firm.example": 20_000, "b-o.b": 20_001}
    read = {line.split(":")[0]: line.split(":") for line in passwd(known).splitlines()}
    assert {name: int(fields[2]) for name, fields in read.items()} == known
    assert {len(fields) for fields in read.values()} == {7}


def test_a_pod_without_a_gradebook_server_has_no_password() -> None:
    pods = Pods(Uids("sqlite://"), "participant", "tutor")
    spawner = SimpleNamespace(
        user=SimpleNamespace(name="tess", groups=[SimpleNamespace(name="tutors")]),
        extra_labels={},
        environment={},
        volumes=[],
        volume_mounts=[],
        init_containers=[],
    )
    pods.furnish(spawner)
    assert not {"PGHOST", "PGPASSWORD"} & set(spawner.environment)
