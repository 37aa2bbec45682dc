kbcManifest({"count":3,"guides":[0],"terms":["1"],"version":"1e00c353319f"});
