"""Views and citations as files. Nothing here knows Streamlit or computes a number."""
