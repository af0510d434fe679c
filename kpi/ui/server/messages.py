"""What a page's browser sends, as Streamlit's messages."""

from google.protobuf.message import DecodeError
from streamlit.proto.BackMsg_pb2 import BackMsg

# They change nothing: a sign of life, an end to a rerun, addresses of uploads (which ask for the cookie again).
HARMLESS = {"app_heartbeat", "stop_script", "file_urls_request"}


def harmless(data: bytes) -> bytes:
    """The message without what was clicked or typed: it draws the whole page anew, and no callback runs."""
    message, drawn = BackMsg(), BackMsg()
    drawn.rerun_script.SetInParent()
    try:
        message.ParseFromString(data)
    except DecodeError:
        return drawn.SerializeToString()
    if message.WhichOneof("type") in HARMLESS:
        return data
    asked, kept = message.rerun_script, drawn.rerun_script
    kept.query_string, kept.page_script_hash = asked.query_string, asked.page_script_hash
    kept.page_name = asked.page_name
    kept.context_info.CopyFrom(asked.context_info)
    kept.cached_message_hashes.extend(asked.cached_message_hashes)
    return drawn.SerializeToString()
