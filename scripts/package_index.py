"""Says pip's own settings in uv's words, as shell assignments: uv reads neither pip.conf nor PIP_ variables.

A machine that installs from a mirror, a folder or through a proxy has told pip so; uv shall do the same.
`scripts/environment.sh` runs it with the Python whose pip is meant. What uv is told directly wins.
"""

import ast
import os
import shlex
import subprocess
import sys

# pip's setting → uv's variable, and what separates several values there.
VARIABLES = {
    "index-url": ("UV_DEFAULT_INDEX", " "),
    "extra-index-url": ("UV_INDEX", " "),
    "find-links": ("UV_FIND_LINKS", ","),
    "constraint": ("UV_CONSTRAINT", " "),
    "no-index": ("UV_NO_INDEX", " "),
    "trusted-host": ("UV_INSECURE_HOST", " "),
    "cert": ("SSL_CERT_FILE", " "),
    "proxy": ("ALL_PROXY", " "),
    "default-timeout": ("UV_HTTP_TIMEOUT", " "),
    "timeout": ("UV_HTTP_TIMEOUT", " "),
}
# Where pip looks last wins: the file's general part, its part for installing, the environment.
SECTIONS = ("global", "install", ":env:")


def settings_of(listed: str) -> dict[str, list[str]]:
    """The values of each setting in the output of `pip config list`."""
    found: dict[str, list[str]] = {}
    for section in SECTIONS:
        for line in listed.splitlines():
            name, _, value = line.partition("=")
            if name.startswith(f"{section}."):
                found[name.removeprefix(f"{section}.")] = str(ast.literal_eval(value)).split()
    return found


def uv_variables(settings: dict[str, list[str]]) -> dict[str, str]:
    """The same settings as uv's environment variables."""
    # pip takes the best version of all its indexes; uv by default stops at the first that knows the name.
    wanted = {"UV_INDEX_STRATEGY": "unsafe-best-match"}
    for setting, values in settings.items():
        if setting in VARIABLES and values:
            variable, separator = VARIABLES[setting]
            wanted[variable] = separator.join(values)
    return wanted


def main() -> None:
    """Print one `export` a setting."""
    command = [sys.executable, "-m", "pip", "config", "list"]
    listed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    for variable, value in uv_variables(settings_of(listed)).items():
        if variable not in os.environ:
            print(f"export {variable}={shlex.quote(value)}")


if __name__ == "__main__":
    main()
