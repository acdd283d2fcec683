"""The files an operator installs: whole, of one mind with each other, and with nothing secret in them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
import yaml
from kubernetes_files import HERE, ROOT, manifest, manifests, values
from ldt_pods import COHORTS, EXCHANGE, ROLE, TUTORS
from ldt_uids import TUTOR_UID
from sqlalchemy import make_url

from course.cohort.database import address
from course.hub.site import Site, lay_out

DOCS = (ROOT / "docs" / "kubernetes.md").read_text(encoding="utf-8")
TEXTS = sorted(path for path in HERE.rglob("*") if path.is_file() and "__pycache__" not in path.parts)

CHART_TAKES = [
    line
    for line in Path(__file__).with_name("kubernetes_chart_takes.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


def example() -> dict[str, Any]:
    read = yaml.safe_load((HERE / "my-values.example.yaml").read_text(encoding="utf-8"))
    assert isinstance(read, dict)
    return read


def paths(given: Mapping[str, Any], above: str = "") -> Iterator[str]:
    for key, value in given.items():
        if isinstance(value, dict) and value:
            yield from paths(value, f"{above}{key}.")
        else:
            yield f"{above}{key}"


def taken(path: str) -> bool:
    for pattern in CHART_TAKES:
        literal = re.escape(pattern).replace(r"\*\.", r"[^.]+\.")
        if re.fullmatch(re.sub(r"\\\*$", ".+", literal), path):
            return True
    return False


@pytest.mark.parametrize("given", [values(), example()], ids=["values", "my-values"])
def test_values_say_only_what_the_chart_takes(given: dict[str, Any]) -> None:
    assert [path for path in paths(given) if not taken(path)] == []


def test_the_list_of_what_the_chart_takes_would_notice_a_slip() -> None:
    slips = (
        "hub.exisitingSecret",
        "singleuser.fsGID",
        "cull.enabledd",
        "singleuser.networkPolicy.egressAllowRules.all",
    )
    assert not any(taken(path) for path in slips)


def test_nobody_gets_in_and_nobody_is_root_until_the_operator_says_so() -> None:
    given = values()
    assert given["hub"]["config"]["JupyterHub"]["authenticator_class"] == "null"
    assert TUTORS in example()["hub"]["config"]["JupyterHub"]["load_groups"]
    assert given["singleuser"]["fsGid"] is None
    assert given["singleuser"]["cloudMetadata"]["blockWithIptables"] is False
    assert given["cull"]["enabled"] is True
    assert given["cull"]["users"] is False


def test_participants_reach_the_hub_and_names_of_this_cluster_and_nothing_else() -> None:
    policy = values()["singleuser"]["networkPolicy"]
    assert policy["enabled"] is True
    assert policy["egress"] == []
    open_ = {name for name, on in policy["egressAllowRules"].items() if on}
    assert open_ <= {"dnsPortsKubeSystemNamespace", "dnsPortsPrivateIPs"}


def test_only_tutors_and_the_hub_reach_the_database_and_only_tutors_the_marking() -> None:
    database = manifest("NetworkPolicy", "ldt-postgres")["spec"]["ingress"][0]["from"]
    marking = manifest("NetworkPolicy", "ldt-scheduler")["spec"]["ingress"][0]["from"]
    for peers in (database, marking):
        servers = [peer["podSelector"]["matchLabels"] for peer in peers if "component" in str(peer)]
        assert servers
        for labels in servers:
            assert labels.get("component") == "hub" or labels.get(ROLE) == "tutor"
    for name in ("ldt-postgres", "ldt-scheduler", "ldt-worker", "ldt-prepare"):
        assert set(manifest("NetworkPolicy", name)["spec"]["policyTypes"]) == {"Ingress", "Egress"}


def test_every_policy_is_about_pods_that_there_are() -> None:
    pods = [
        each["spec"]["template"]["metadata"]["labels"]
        for each in manifests()
        if each["kind"] in ("Deployment", "StatefulSet", "Job")
    ]
    pods += [{"component": "singleuser-server", ROLE: "tutor"}]
    for policy in manifests():
        if policy["kind"] == "NetworkPolicy":
            selected = policy["spec"]["podSelector"]["matchLabels"].items()
            assert any(selected <= labels.items() for labels in pods), policy["metadata"]["name"]


def test_every_manifest_is_one_that_kubernetes_accepts() -> None:
    for each in manifests():
        for version in ("1.33", "1.36"):
            kubernetes_validate.validate(each, version, strict=True)


def test_every_manifest_is_installed() -> None:
    listed = yaml.safe_load((HERE / "manifests" / "kustomization.yaml").read_text(encoding="utf-8"))["resources"]
    there = {path.name for path in (HERE / "manifests").glob("*.yaml")} - {"kustomization.yaml"}
    assert set(listed) == there


def test_the_page_gives_helm_every_file_that_the_hub_loads() -> None:
    given = dict(re.findall(r"--set-file hub\.extraFiles\.(\w+)\.stringData=(\S+)", DOCS))
    wanted = values()["hub"]["extraFiles"]
    assert given.keys() == wanted.keys()
    for key, file in given.items():
        assert (ROOT / file).is_file()
        assert Path(wanted[key]["mountPath"]).name == Path(file).name


def test_the_page_names_every_secret_that_is_asked_for() -> None:
    asked = set(re.findall(r"(?:secretName|existingSecret): (\S+)", "".join(p.read_text("utf-8") for p in TEXTS)))
    asked |= {"ldt-gradebook"}
    made = set(re.findall(r"create secret generic (\S+)", DOCS))
    assert asked == made


def test_a_cohort_takes_the_address_of_the_gradebook_as_the_page_says_it() -> None:
    """With the user's name, since a tutor's pod has no other; the password is in PGPASSWORD, which libpq reads."""
    (said,) = set(re.findall(r"postgresql\+psycopg://[^\s`]+", DOCS))
    assert address(said, "--gradebook") == said
    url = make_url(said)
    assert (url.username, url.password) == ("gradebook", None)
    assert url.host == values()["hub"]["extraEnv"]["LDT_GRADEBOOK_HOST"]
    databases = manifest("ConfigMap", "ldt-postgres-databases")["data"]["databases.sh"]
    assert url.database in re.findall(r"for name in (.+);", databases)[0].split()


def test_nothing_secret_is_in_git() -> None:
    assert not [each for each in manifests() if each["kind"] == "Secret"]
    for path in TEXTS:
        for line in path.read_text(encoding="utf-8").splitlines():
            assert not re.search(r"(?i)(pass|secret|token|key)\s*[:=]\s*[\"']?[A-Za-z0-9+/]{16,}", line), (
                path,
                line,
            )
            assert not re.search(r"://[^/\s:]+:[^@\s/]+@", line), (path, line)


def test_every_pod_of_ours_is_pinned_limited_and_has_no_token() -> None:
    templates = [each["spec"]["template"]["spec"] for each in manifests() if "template" in each.get("spec", {})]
    assert len(templates) == 4
    for spec in templates:
        assert spec["automountServiceAccountToken"] is False
        for container in spec["containers"]:
            assert re.search(r":[0-9][\w.-]*$", container["image"])
            assert "memory" in container["resources"]["limits"]
            context = container["securityContext"]
            assert context["allowPrivilegeEscalation"] is False
            assert not context.get("privileged")
            assert context["capabilities"]["drop"] == ["ALL"]


def test_a_worker_may_build_a_wall_and_has_nothing_that_is_worth_having() -> None:
    spec = manifest("Deployment", "ldt-worker")["spec"]["template"]["spec"]
    assert spec["hostUsers"] is False
    assert spec["securityContext"]["seccompProfile"]["type"] == "Unconfined"
    assert spec["securityContext"]["runAsNonRoot"] is True
    (container,) = spec["containers"]
    assert container["securityContext"]["procMount"] == "Unmasked"
    assert "add" not in container["securityContext"]["capabilities"]
    assert all("emptyDir" in volume for volume in spec["volumes"])
    assert all("valueFrom" not in each for each in container["env"])
    assert manifest("Deployment", "ldt-worker")["metadata"]["namespace"] == "course-marking"


def test_tutors_are_the_same_number_everywhere() -> None:
    job = manifest("Job", "ldt-prepare")["spec"]["template"]["spec"]["containers"][0]
    assert {"name": "TUTOR", "value": str(TUTOR_UID)} in job["env"]
    dockerfile = (HERE / "images" / "Dockerfile").read_text(encoding="utf-8")
    assert f"useradd --uid {TUTOR_UID} --user-group" in dockerfile
    assert f"USER {TUTOR_UID}:{TUTOR_UID}" in dockerfile


def test_the_version_of_the_hub_is_said_once() -> None:
    dockerfile = (HERE / "images" / "Dockerfile").read_text(encoding="utf-8")
    (hub,) = re.findall(r"^ARG JUPYTERHUB=(\S+)$", dockerfile, re.M)
    first = (HERE / "values.yaml").read_text(encoding="utf-8").splitlines()[0]
    (chart,) = re.findall(r"`jupyterhub` (\d+\.\d+\.\d+)", first)
    assert f"(JupyterHub {hub})" in first
    assert f"--version {chart}" in DOCS


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() != 0, reason="only root can give folders away")
def test_the_exchange_is_as_on_one_machine(tmp_path: Path) -> None:
    homes, exchange, cohorts = (tmp_path / name for name in ("homes", "exchange", "cohorts"))
    for folder in (homes, exchange, cohorts):
        folder.mkdir(mode=0o777)
    script = manifest("ConfigMap", "ldt-prepare")["data"]["prepare.sh"]
    variables = {"HOMES": str(homes), "EXCHANGE": str(exchange), "COHORTS": str(cohorts), "TUTOR": str(TUTOR_UID)}
    for _ in range(2):  # a second run changes nothing
        subprocess.run(["/bin/sh", "-c", script], env={"PATH": os.environ["PATH"], **variables}, check=True)
    one = Site(tmp_path / "one-machine")
    lay_out(one, TUTOR_UID)
    for ours, theirs in ((exchange, one.exchange), (cohorts, one.cohorts)):
        assert facts(ours) == facts(theirs)
    assert homes.stat().st_mode & 0o777 == 0o711


def facts(folder: Path) -> dict[str, tuple[int, int, int]]:
    """Owner, group and permissions of a folder and all below it."""
    every = [folder, *folder.rglob("*")]
    return {
        str(path.relative_to(folder)): (path.stat().st_uid, path.stat().st_gid, path.stat().st_mode) for path in every
    }


def test_pods_and_page_agree_where_things_are() -> None:
    assert EXCHANGE in (HERE / "images" / "Dockerfile").read_text(encoding="utf-8")
    assert COHORTS in DOCS
