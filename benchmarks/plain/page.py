"""One widget, and what it was set to."""

import streamlit as st

chosen = st.selectbox("number", [str(number) for number in range(15)], key="filter_zone")
st.write(f"chosen: {chosen}")
