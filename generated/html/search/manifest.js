kbcManifest({"count":3,"guides":[0],"terms":["1"],"version":"66fc68ca3439"});
