"""The same views as files. Nothing here knows Streamlit or computes a number."""
