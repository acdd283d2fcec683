"""The files under deploy/kubernetes, read for the tests; and what the chart makes of our values."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
HERE = ROOT / "deploy" / "kubernetes"
HUB = HERE / "hub"

if str(HUB) not in sys.path:  # the hub finds them in the same way: they lie beside its configuration
    sys.path.insert(0, str(HUB))


def values() -> dict[str, Any]:
    """Our values for the chart."""
    read = yaml.safe_load((HERE / "values.yaml").read_text(encoding="utf-8"))
    assert isinstance(read, dict)
    return read


def manifests() -> Iterator[dict[str, Any]]:
    """Every object of manifests/."""
    for path in sorted((HERE / "manifests").glob("*.yaml")):
        if path.name != "kustomization.yaml":
            yield from yaml.safe_load_all(path.read_text(encoding="utf-8"))


def manifest(kind: str, name: str) -> dict[str, Any]:
    """One object of manifests/."""
    return next(each for each in manifests() if each["kind"] == kind and each["metadata"]["name"] == name)


def spawner_settings(given: dict[str, Any]) -> dict[str, Any]:
    """What the chart's own configuration sets on KubeSpawner from values such as ours, as its source says (4.x)."""
    single = given["singleuser"]
    settings = {
        "uid": single["uid"],
        "fs_gid": single["fsGid"],
        "service_account": single["serviceAccountName"],
        "allow_privilege_escalation": single["allowPrivilegeEscalation"],
        "extra_pod_config": single["extraPodConfig"],
        "mem_limit": single["memory"]["limit"],
        "mem_guarantee": single["memory"]["guarantee"],
        "cpu_limit": single["cpu"]["limit"],
        "cpu_guarantee": single["cpu"]["guarantee"],
        "image": f"{single['image']['name']}:{single['image']['tag']}",
        "image_pull_policy": single["image"]["pullPolicy"],
        "cmd": single["cmd"],
        "extra_labels": {"hub.jupyter.org/network-access-hub": "true"},
        **given["hub"]["config"]["KubeSpawner"],
    }
    return {name: value for name, value in settings.items() if value is not None}
