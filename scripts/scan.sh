#!/usr/bin/env bash
# ./scripts/scan.sh: a scanner of web applications (wapiti) against a server of its own on 127.0.0.1, as a person who has
# signed in. Prints what it found, and fails if that is anything.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/environment.sh

ensure_environment requirements.txt
scanner=.cache/scanner
[ -x "$scanner/bin/wapiti" ] || { python=$(find_python); "$python" -m venv "$scanner"; "$scanner/bin/python" -m pip install -q 'wapiti3==3.2.3'; }

work=$(mktemp -d)
port=$(.venv/bin/python -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
export KPI_WAREHOUSE="$work/warehouse" KPI_SIGN_IN=accounts
.venv/bin/python -m pipelines build >"$work/build.txt"
token=$(PYTHONPATH=. .venv/bin/python scripts/scan_person.py)
.venv/bin/python -m uvicorn app:app --host 127.0.0.1 --port "$port" >"$work/server.txt" 2>&1 &
server=$!
trap 'kill "$server" 2>/dev/null || true; rm -rf "$work"' EXIT INT TERM
for _ in $(seq 120); do
  .venv/bin/python -c "import urllib.request; urllib.request.urlopen('http://127.0.0.1:$port/_stcore/health', timeout=2)" 2>/dev/null && break
  sleep 0.5
done
address="http://127.0.0.1:$port"
"$scanner/bin/wapiti" -u "$address/" -s "$address/login" -s "$address/account" -s "$address/api/v1/values" \
  -s "$address/api/v1/metrics" -s "$address/overview?zone=gunsan&lang=ko" -H "Cookie: kpi_session=$token" \
  --scope folder -x "$address/*/static/*" --max-scan-time 60 --max-attack-time 15 --flush-session --store-session "$work/session" \
  --no-bugreport -v 1 -f json -o "$work/found.json" || true
.venv/bin/python - "$work/found.json" <<'PY'
import json, sys
found = json.load(open(sys.argv[1]))
said = [
    f"{kind}: {each['method']} {each['path']} {each['info']}"
    for group in ("vulnerabilities", "anomalies")
    for kind, entries in found[group].items()
    for each in entries
]
print("\n".join(said) or "Nothing was found.")
print(f"{found['infos']['crawled_pages_nbr']} addresses were looked at.")
sys.exit(bool(said))
PY
