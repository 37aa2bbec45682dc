kbcManifest({"count":3,"guides":[0],"terms":["1"]});
