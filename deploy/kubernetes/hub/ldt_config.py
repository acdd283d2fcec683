"""Loaded by JupyterHub after the chart's own configuration: every pod gets its person's number and volumes."""

import os
from typing import Any

from ldt_pods import COHORTS, Pods
from ldt_uids import Uids

c = get_config()  # noqa: F821 - JupyterHub puts this name here

_PODS = Pods(
    numbers=Uids(c.JupyterHub.db_url),
    participant_image=c.KubeSpawner.image,
    tutor_image=os.environ["LDT_TUTOR_IMAGE"],
    gradebook_host=os.environ.get("LDT_GRADEBOOK_HOST", ""),
    cohort=os.environ.get("LDT_COHORT") or COHORTS,
    scheduler=os.environ.get("LDT_SCHEDULER", ""),
)


def furnish(spawner: Any) -> None:
    """Set what hangs on whose pod it is. A function, since configuration is copied, and a database cannot be."""
    _PODS.furnish(spawner)


c.KubeSpawner.pre_spawn_hook = furnish
