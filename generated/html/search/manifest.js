kbcManifest({"count":3,"guides":[0],"terms":["1"],"version":"f42bbcf46dd4"});
