#!/usr/bin/env bash
# ./scripts/scan.sh: a scanner of web applications (wapiti) against a server of its own on 127.0.0.1, as a stranger
# and as a person who has signed in, by TLS, without which no cookie can be marked as secure. Prints what it found, and
# fails if that is anything.
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
openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=127.0.0.1 -keyout "$work/key.pem" -out "$work/own.pem" 2>"$work/openssl.txt"
.venv/bin/python -m uvicorn app:app --host 127.0.0.1 --port "$port" --ssl-keyfile "$work/key.pem" --ssl-certfile "$work/own.pem" >"$work/server.txt" 2>&1 &
server=$!
trap 'kill "$server" 2>/dev/null || true; rm -rf "$work"' EXIT INT TERM
for _ in $(seq 120); do
  .venv/bin/python -c "import ssl, urllib.request; urllib.request.urlopen('https://127.0.0.1:$port/_stcore/health', timeout=2, context=ssl._create_unverified_context())" 2>/dev/null && break
  sleep 0.5
done
address="https://127.0.0.1:$port"
# The scanner would sign itself out; and scripts hold no addresses, whatever it takes for some.
for cookie in nobody=1 "__Host-kpi_session=$token"; do
  "$scanner/bin/wapiti" -u "$address/" -s "$address/login" -s "$address/account" -s "$address/overview?zone=gunsan&lang=ko" \
    -s "$address/api/v1/values?metric=spin_offs&zone=gunsan&limit=10&format=json" -s "$address/api/v1/openapi.json" \
    -s "$address/api/v1/metrics" -s "$address/link/x" -H "Cookie: $cookie" --scope folder -m common,-ssrf \
    -x "$address/*/static/*" -x "$address/static/*" -x "$address/charts/*" -x "$address/logout*" \
    --max-scan-time 60 --max-attack-time 15 --flush-session --store-session "$work/session" \
    --no-bugreport -v 1 -f json -o "$work/found-${cookie%%=*}.json" || true
done
.venv/bin/python - "$work"/found-*.json <<'PY'
import json, sys
reports = [json.load(open(path)) for path in sys.argv[1:]]
assert len(reports) == 2, "the scanner left no report"
said = [
    f"{kind}: {each['method']} {each['path']} {each['info']}"
    for found in reports
    for group in ("vulnerabilities", "anomalies")
    for kind, entries in found[group].items()
    for each in entries
]
print("\n".join(said) or "Nothing was found.")
print(f"{sum(found['infos']['crawled_pages_nbr'] for found in reports)} addresses were looked at.")
sys.exit(bool(said))
PY
