package dev.prism.scanners;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Names that phishers borrow, and domains that are what they say.
final class Brands {
  /// Names of at least five letters, so that they are no part of common words.
  static final List<String> NAMES = List.of("paypal", "google", "apple", "microsoft", "amazon",
      "netflix", "facebook", "instagram", "whatsapp", "github", "dropbox", "docusign", "binance",
      "coinbase", "openai", "chase", "wellsfargo", "bankofamerica", "citibank", "hsbc", "barclays",
      "santander", "linkedin", "twitter", "telegram", "discord", "spotify", "steam",
      "steamcommunity", "roblox", "icloud", "itunes", "outlook", "office365", "onedrive",
      "sharepoint", "adobe", "metamask", "blockchain", "kraken", "ledger", "trezor", "opensea",
      "ebay", "alibaba", "aliexpress", "walmart", "fedex", "usps", "dhl", "americanexpress",
      "mastercard", "stripe", "venmo", "zelle", "revolut", "airbnb", "booking", "uber", "yahoo",
      "gmail", "youtube", "tiktok", "snapchat", "anthropic", "cloudflare", "godaddy", "shopify",
      "slack", "zoom", "salesforce", "vodafone", "orange", "intuit", "turbotax", "robinhood",
      "rakuten", "lloyds", "natwest", "paypai", "bestbuy", "costco", "wechat");
  private static final Set<String> ALL = Set.copyOf(NAMES);
  /// Registrable domains that everybody knows, and where others may host under their own names.
  private static final Set<String> KNOWN = new HashSet<>(List.of("google.com", "apple.com",
      "microsoft.com", "amazon.com", "netflix.com", "facebook.com", "instagram.com", "whatsapp.com",
      "github.com", "github.io", "githubusercontent.com", "gitlab.com", "gitlab.io",
      "bitbucket.org", "dropbox.com", "docusign.com", "docusign.net", "binance.com", "coinbase.com",
      "openai.com", "chase.com", "linkedin.com", "twitter.com", "x.com", "discord.com",
      "discord.gg", "spotify.com", "icloud.com", "outlook.com", "live.com", "office.com",
      "office365.com", "sharepoint.com", "adobe.com", "wikipedia.org", "wikimedia.org",
      "stackoverflow.com", "stackexchange.com", "amazonaws.com", "aws.amazon.com", "googleapis.com",
      "googleusercontent.com", "gstatic.com", "windows.net", "azure.com", "azurewebsites.net",
      "cloudflare.com", "youtube.com", "youtu.be", "medium.com", "wordpress.com", "blogspot.com",
      "readthedocs.io", "gitbook.io", "gitbooks.io", "npmjs.com", "pypi.org", "python.org",
      "mozilla.org", "archive.org", "reddit.com", "yahoo.com", "ebay.com", "paypal.com",
      "stripe.com", "slack.com", "zoom.us", "salesforce.com", "oracle.com", "ibm.com", "nvidia.com",
      "intel.com", "kubernetes.io", "docker.com", "apache.org", "gnu.org", "debian.org",
      "ubuntu.com", "kernel.org", "redhat.com", "jetbrains.com", "heroku.com", "herokuapp.com",
      "vercel.app", "netlify.app", "sourceforge.net", "sourceforge.io", "android.com",
      "googlesource.com", "googleblog.com", "withgoogle.com", "chromium.org", "w3.org", "ietf.org",
      "tiktok.com", "shields.io", "arxiv.org", "coursera.org", "edx.org", "udemy.com",
      "anthropic.com", "huggingface.co", "pages.dev", "bbc.co.uk", "cnn.com", "nytimes.com",
      "airbnb.com", "uber.com", "roblox.com", "steampowered.com", "steamcommunity.com",
      "telegram.org", "t.me", "vimeo.com", "slideshare.net", "leanpub.com", "oreilly.com",
      "goodreads.com", "imgur.com", "unsplash.com"));

  /// The names of five letters and more, wherever they stand.
  private static final WordsWithin LONG_NAMES = new WordsWithin(
      NAMES.stream().filter(name -> name.length() > 4).toList());

  private Brands() {}

  /// Whether a name of five letters or more stands anywhere in the text, which is in lower case.
  static boolean stands(String text) {
    return LONG_NAMES.anyIn(text);
  }

  static boolean isKnown(String registrable) {
    return KNOWN.contains(registrable);
  }

  static boolean isName(String token) {
    return ALL.contains(token);
  }

  /// Whether the registrable domain is the brand's own, wherever: `apple.com`, `apple.pl`, `appleid.com`
  /// is not.
  static boolean owns(String brand, String registrable) {
    return registrable.startsWith(brand + ".") || isKnown(registrable);
  }
}
