"""The course's JupyterHub on one machine: `jupyterhub -f deploy/one-machine/jupyterhub_config.py`.

What an operator decides is read from variables LDT_HUB_...; docs/operator.md lists them. `ldt hub` and the tests use
this file too. All of it is JupyterHub's public configuration.
"""

import functools
import sys

from course.hub import serving, settings
from course.hub.signing_in import FileSignIn, OfTheCourse, SharedSignIn
from course.hub.starting import Starting

c = get_config()  # noqa: F821 - JupyterHub puts this name here
own = settings.read()
state = own.folder / "state"

# --- addresses ---
c.JupyterHub.bind_url = own.url
c.JupyterHub.hub_bind_url = f"http://127.0.0.1:{own.hub_port}"
c.ConfigurableHTTPProxy.api_url = f"http://127.0.0.1:{own.proxy_port}"
c.ConfigurableHTTPProxy.command = [own.proxy]
if own.tls_key:
    c.JupyterHub.ssl_key, c.JupyterHub.ssl_cert = str(own.tls_key), str(own.tls_certificate)

# --- what the hub keeps; only root can enter this folder ---
c.JupyterHub.db_url = f"sqlite:///{state / 'jupyterhub.sqlite'}"
c.JupyterHub.cookie_secret_file = str(state / "cookie_secret")
c.ConfigurableHTTPProxy.pid_file = str(state / "proxy.pid")

# --- who comes in ---
if own.admits == "cohort":
    c.Authenticator.allowed_users = serving.admitted(own)
else:
    c.Authenticator.allow_all = True
c.OfTheCourse.tutors_group = own.tutors_group
if own.sign_in == "pam":
    from jupyterhub.auth import PAMAuthenticator

    c.JupyterHub.authenticator_class = type("PamSignIn", (OfTheCourse, PAMAuthenticator), {})
elif own.sign_in == "lti":
    from jupyterhub.auth import LocalAuthenticator
    from ltiauthenticator.lti13.auth import LTI13Authenticator

    c.JupyterHub.authenticator_class = type("LtiSignIn", (OfTheCourse, LocalAuthenticator, LTI13Authenticator), {})
    c.LocalAuthenticator.create_system_users = True
    c.LTI13Authenticator.issuer = own.lti_platform
    c.LTI13Authenticator.client_id = {own.lti_client}
    c.LTI13Authenticator.authorize_url = own.lti_authorize
    c.LTI13Authenticator.jwks_endpoint = own.lti_keys
    c.LTI13Authenticator.username_key = own.lti_login
elif own.sign_in == "shared":
    c.JupyterHub.authenticator_class = SharedSignIn
    c.LocalAuthenticator.create_system_users = True
    c.SharedSignIn.user_password = own.shared_password
    c.SharedSignIn.tutors_password = own.tutors_password
else:
    c.JupyterHub.authenticator_class = FileSignIn
    c.FileSignIn.passwords = str(own.passwords)

# --- a server for each person, under their own unix user ---
c.Spawner.cmd = serving.COMMAND
c.Spawner.pre_spawn_hook = functools.partial(serving.before_starting, own, Starting())
c.Spawner.start_timeout = c.Spawner.http_timeout = 120
if own.memory_mb or own.cpus:
    c.JupyterHub.spawner_class = "systemd"
    c.SystemdSpawner.isolate_tmp = True
    c.Spawner.mem_limit = own.memory_mb * 1024 * 1024 or None
    c.Spawner.cpu_limit = own.cpus or None

# --- servers that nobody uses are stopped; what is saved stays ---
if own.idle_minutes:
    c.JupyterHub.services = [
        {
            "name": "idle-culler",
            "command": [sys.executable, "-m", "jupyterhub_idle_culler", f"--timeout={own.idle_minutes * 60}"],
        }
    ]
    c.JupyterHub.load_roles = [
        {
            "name": "idle-culler",
            "scopes": ["list:users", "read:users:activity", "read:servers", "delete:servers"],
            "services": ["idle-culler"],
        }
    ]
