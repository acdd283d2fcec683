"""What a person's pod is like: whose number it runs as, and what it can see. Called before each start.

A participant's pod sees its own home and the exchange. A tutor's sees the cohorts' folders too, knows everybody's
number, and may speak to the gradebook and to the marking cluster (by its label, see manifests/network.yaml).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from ldt_uids import TUTOR_UID

TUTORS = "tutors"
"""The group at the hub whose members are tutors."""

HOME = "/home/participant"
EXCHANGE = "/srv/nbgrader/exchange"
COHORTS = "/srv/cohorts"
USERS = "/var/lib/extrausers"
"""Where libnss-extrausers, in both images, looks for names of users beside /etc/passwd."""

ROLE = "ldt-role"
"""The label by which network policies know tutors' pods from participants'."""

# Kubernetes makes a new home as root's. Only the folder itself is handed over, never what is in it: a link that
# somebody puts there is not followed. The rest makes the person's name known in the pod, which can only read it:
# nbgrader takes a submission's name from the system.
OWN_HOME = """\
set -eu
chown "$LDT_UID:$LDT_UID" "$LDT_HOME"
chmod 0700 "$LDT_HOME"
printf '%s' "$LDT_PASSWD" > "$LDT_USERS/passwd"
chmod 0644 "$LDT_USERS/passwd"
"""


class Numbers(Protocol):
    """What gives people their numbers."""

    def uid_of(self, name: str) -> int:
        """A person's number."""

    def everybody(self) -> dict[str, int]:
        """All names and numbers."""


@dataclass(frozen=True)
class Pods:
    """How pods are made.

    Args:
        numbers: who has which.
        participant_image: for participants.
        tutor_image: for tutors.
        gradebook_host: the PostgreSQL server with the gradebook; empty when the gradebook is a file.
        gradebook_secret: the Kubernetes Secret with its password, under `password`.
        cohort: the cohort's folder that tutors' servers open in; the folder of all cohorts until there is one.
        scheduler: the address of the marking cluster, which Formgrader's autograde uses; empty when there is none.
    """

    numbers: Numbers
    participant_image: str
    tutor_image: str
    gradebook_host: str = ""
    gradebook_secret: str = "ldt-gradebook"
    cohort: str = COHORTS
    scheduler: str = ""

    def furnish(self, spawner: Any) -> None:
        """Set everything of a pod that hangs on whose it is. Called twice, it does the same as once.

        Raises:
            NoUidError: when the person can be given no number.
        """
        name = str(spawner.user.name)
        tutor = any(group.name == TUTORS for group in spawner.user.groups)
        uid = TUTOR_UID if tutor else self.numbers.uid_of(name)
        known = self.numbers.everybody() if tutor else {name: uid}

        spawner.uid = spawner.gid = uid
        # No fsGroup: some drivers for shared volumes would hand the whole exchange over to each new pod's group.
        spawner.fs_gid = None
        spawner.supplemental_gids = []
        spawner.image = self.tutor_image if tutor else self.participant_image
        spawner.extra_labels = {**spawner.extra_labels, ROLE: "tutor" if tutor else "participant"}
        spawner.default_url = "/lab?formgrader=true" if tutor else _FIRST_PAGE
        spawner.environment = {
            **{key: value for key, value in spawner.environment.items() if key not in _TUTORS_OWN},
            "HOME": HOME,
            "LOGNAME": "tutor" if tutor else name,
            "USER": "tutor" if tutor else name,
            "LDT_ROLE": "tutor" if tutor else "participant",
            "LDT_EXCHANGE": EXCHANGE,
            **({"LDT_COHORT": self.cohort, **self._marking(), **self._gradebook()} if tutor else {}),
        }
        volumes, mounts = _volumes(tutor)
        spawner.volumes = _with(spawner.volumes, volumes, "name", _VOLUMES)
        spawner.volume_mounts = _with(spawner.volume_mounts, mounts, "mountPath", (HOME, EXCHANGE, COHORTS, USERS))
        own_home = _own_home(spawner.image, uid, known)
        spawner.init_containers = _with(spawner.init_containers, [own_home], "name", ("own-home",))

    def _marking(self) -> dict[str, str]:
        return {"LDT_SCHEDULER": self.scheduler} if self.scheduler else {}

    def _gradebook(self) -> dict[str, Any]:
        if not self.gradebook_host:
            return {}
        password = {"secretKeyRef": {"name": self.gradebook_secret, "key": "password"}}
        return {"PGHOST": self.gradebook_host, "PGUSER": "gradebook", "PGPASSWORD": {"valueFrom": password}}


_FIRST_PAGE = "/lab/tree/start-here/start-here.ipynb?file-browser-path=/"
_TUTORS_OWN = ("LDT_COHORT", "LDT_SCHEDULER", "PGHOST", "PGUSER", "PGPASSWORD")
_VOLUMES = ("homes", "exchange", "cohorts", "users")


def passwd(known: Mapping[str, int]) -> str:
    """Lines of a list of users, as in /etc/passwd."""
    return "".join(f"{name}:x:{uid}:{uid}::{HOME}:/bin/bash\n" for name, uid in known.items())


def _volumes(tutor: bool) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    claims = {"homes": "ldt-homes", "exchange": "ldt-exchange", **({"cohorts": "ldt-cohorts"} if tutor else {})}
    volumes: list[dict[str, Any]] = [
        {"name": name, "persistentVolumeClaim": {"claimName": claim}} for name, claim in claims.items()
    ]
    volumes.append({"name": "users", "emptyDir": {"sizeLimit": "1Mi"}})
    mounts: list[dict[str, Any]] = [
        _home(HOME),
        {"name": "exchange", "mountPath": EXCHANGE},
        {"name": "users", "mountPath": USERS, "readOnly": True},
    ]
    if tutor:
        mounts.append({"name": "cohorts", "mountPath": COHORTS})
    return volumes, mounts


def _home(where: str) -> dict[str, Any]:
    # The spawner puts a name here that no two people share, whatever characters theirs have.
    return {"name": "homes", "mountPath": where, "subPath": "{username}"}


def _own_home(image: str, uid: int, known: Mapping[str, int]) -> dict[str, Any]:
    variables = {"LDT_UID": str(uid), "LDT_HOME": "/mnt/home", "LDT_USERS": "/mnt/users", "LDT_PASSWD": passwd(known)}
    return {
        "name": "own-home",
        "image": image,
        "command": ["/bin/sh", "-c", OWN_HOME],
        "env": [{"name": name, "value": value} for name, value in variables.items()],
        "volumeMounts": [_home("/mnt/home"), {"name": "users", "mountPath": "/mnt/users"}],
        "resources": {
            "requests": {"cpu": "10m", "memory": "16Mi"},
            "limits": {"cpu": "100m", "memory": "64Mi"},
        },
        "securityContext": {
            "runAsUser": 0,
            "runAsGroup": 0,
            "runAsNonRoot": False,
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"], "add": ["CHOWN", "DAC_OVERRIDE", "FOWNER"]},
            "seccompProfile": {"type": "RuntimeDefault"},
        },
    }


def _with(there: Any, ours: list[dict[str, Any]], key: str, owned: Collection[str]) -> list[dict[str, Any]]:
    """What the chart or an operator has set, and ours in place of what an earlier start put there.

    Args:
        there: a list, or a dict of what would be in the list: which, depends on the chart's version.
        ours: what this pod gets.
        key: what tells one from another.
        owned: the values of `key` that are ours in some role.
    """
    others = list(there.values()) if isinstance(there, Mapping) else list(there or [])
    return [each for each in others if each[key] not in owned] + ours
