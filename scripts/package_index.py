"""Says pip's own settings in uv's words, as shell assignments: uv reads neither pip.conf nor PIP_ variables.

A machine that installs from a mirror, a folder or through a proxy has told pip so; uv shall do the same.
Run by `scripts/environment.sh` with the Python whose pip is meant. What the environment already tells uv wins.
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


def pip_settings() -> dict[str, list[str]]:
    """The values of each of pip's settings."""
    command = [sys.executable, "-m", "pip", "config", "list"]
    listed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found: dict[str, list[str]] = {}
    for section in SECTIONS:
        for line in listed.splitlines():
            name, _, value = line.partition("=")
            if name.startswith(f"{section}."):
                found[name.removeprefix(f"{section}.")] = str(ast.literal_eval(value)).split()
    return found


def main() -> None:
    """Print one `export` a setting."""
    # pip takes the best version of all its indexes; uv by default stops at the first that knows the name.
    wanted = {"UV_INDEX_STRATEGY": "unsafe-best-match"}
    for setting, values in pip_settings().items():
        if setting in VARIABLES and values:
            variable, separator = VARIABLES[setting]
            wanted[variable] = separator.join(values)
    for variable, value in wanted.items():
        if variable not in os.environ:
            print(f"export {variable}={shlex.quote(value)}")


if __name__ == "__main__":
    main()
