kbcManifest({"count":3,"guides":[0],"terms":["1"],"version":"dea20d0e0edb"});
