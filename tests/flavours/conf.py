project = "Guides"
extensions = ["myst_parser"]
myst_heading_anchors = 4
smartquotes = False
myst_url_schemes = ["http", "https", "mailto", "tel"]
