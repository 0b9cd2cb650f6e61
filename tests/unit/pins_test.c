// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

#include "cli/host/pins.h"

#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>

#include "cli/host/known_hosts.h"
#include "cli/host/name.h"

#define PRINT "SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
#define OTHER "SHA256:BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBA"
#define MD5 "00:11:22:33:44:55:66:77:88:99:aa:bb:cc:dd:ee:ff"

static struct cli_pins pins;

static void start(void) { memset(&pins, 0, sizeof(pins)); }

TestSuite(pins, .init = start);

Test(pins, words_that_are_fingerprints) {
  static const struct {
    const char *text;
    unsigned types;
    const char *print;
  } kCases[] = {
      {PRINT, 31, PRINT},
      {PRINT "=", 31, PRINT},
      {"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", 31, PRINT},
      {"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", 31, PRINT},
      {"MD5:" MD5, 31, "MD5:" MD5},
      {MD5, 31, "MD5:" MD5},
      {" " PRINT "\r", 31, PRINT},
      {"256 " PRINT " root@vm (ED25519)", 1, PRINT},
      {"256 " PRINT " (ECDSA)", 2, PRINT},
      {"384 " PRINT " a b c (ECDSA)", 4, PRINT},
      {"521 " PRINT " no comment (ECDSA)", 8, PRINT},
      {"3072 " PRINT " x (RSA)", 16, PRINT},
      {"3072 MD5:" MD5 " x (RSA)", 16, "MD5:" MD5},
      // Of a type that is never asked for.
      {"1024 " PRINT " x (DSA)", 0, PRINT},
      {"255 " PRINT " x (ECDSA)", 0, PRINT},
      {"256 " PRINT " x (ED25519-CERT)", 0, PRINT},
  };
  for (size_t i = 0; i < sizeof(kCases) / sizeof(kCases[0]); i++) {
    start();
    cr_assert(cli_pins_add_word(&pins, kCases[i].text, "x"), "%s",
              kCases[i].text);
    cr_assert_eq(pins.num, 1);
    cr_assert_eq(pins.all[0].types, kCases[i].types, "%s: %u", kCases[i].text,
                 pins.all[0].types);
    cr_assert_str_eq(pins.all[0].print.text, kCases[i].print);
  }
}

Test(pins, words_that_are_none) {
  static const char *const kCases[] = {
      "",
      " ",
      "x",
      "SHA256:",
      "SHA256:AAAA",
      PRINT "A",
      PRINT " x",
      PRINT " " OTHER,
      "x " PRINT,
      "256 " PRINT,
      "256 " PRINT " x",
      "256 " PRINT " (ECDSA) x",
      "256 " PRINT " ()",
      "x 256 " PRINT " y (ECDSA)",
      "-1 " PRINT " x (RSA)",
      "99999 " PRINT " x (RSA)",
      "256 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA x (ECDSA)",
      "ssh-rsa",
      "ssh-rsa AAAA",
      "00:11",
      "00112233445566778899aabbccddeeff",
  };
  for (size_t i = 0; i < sizeof(kCases) / sizeof(kCases[0]); i++) {
    cr_assert_not(cli_pins_add_word(&pins, kCases[i], "x"), "%s", kCases[i]);
    cr_assert_eq(pins.num, 0);
  }
}

Test(pins, a_text_holds_lines_and_a_pin_once) {
  static const char kText[] = "256 " PRINT
                              " a (ECDSA)\r\n"
                              "noise\n"
                              "256 " PRINT
                              " b (ECDSA)\n"
                              "256 " OTHER
                              " c (ED25519)\n"
                              "x: 256 " OTHER " c (RSA)\n" PRINT;
  cr_assert_eq(cli_pins_add_text(&pins, kText, sizeof(kText) - 1, false, "x"),
               4);
  cr_assert_eq(pins.num, 3);
  start();
  cr_assert_eq(cli_pins_add_text(&pins, kText, sizeof(kText) - 1, true, "x"),
               5);
  cr_assert_eq(pins.num, 4);
  cr_assert_eq(cli_pins_types(&pins), 31);
}

Test(pins, more_than_there_is_room_for_are_told) {
  for (unsigned i = 0; i < CLI_PINS_MAX + 1; i++) {
    cr_assert_not(pins.is_full);
    struct cli_print print = {MINT_HASH_SHA256, ""};
    print.text[0] = (char)('0' + i);
    cli_pins_add(&pins, 31, &print, "x", 0);
  }
  cr_assert(pins.is_full);
  cr_assert_eq(pins.num, CLI_PINS_MAX);
}

Test(pins, a_key_is_found_by_type_and_fingerprint) {
  static const uint8_t kBlob[] = "blob";
  char print[MINT_FINGERPRINT_MAX];
  mint_fingerprint(print, MINT_HASH_SHA256, kBlob, sizeof(kBlob));
  cr_assert_null(cli_pins_find(&pins, 31, kBlob, sizeof(kBlob)));
  cr_assert(cli_pins_add_word(&pins, PRINT, "x"));
  cr_assert_null(cli_pins_find(&pins, 31, kBlob, sizeof(kBlob)));
  struct cli_print one = {MINT_HASH_SHA256, ""};
  memcpy(one.text, print, sizeof(print));
  cli_pins_add(&pins, 2, &one, "x", 7);
  cr_assert_null(cli_pins_find(&pins, 1, kBlob, sizeof(kBlob)));
  cr_assert_null(cli_pins_find(&pins, 2, kBlob, sizeof(kBlob) - 1));
  const struct cli_pin *found = cli_pins_find(&pins, 2, kBlob, sizeof(kBlob));
  cr_assert_not_null(found);
  cr_assert_eq(found->line, 7);
}

Test(pins, a_boot_log_counts_its_last_whole_block) {
#define BEGIN "-----BEGIN SSH HOST KEY FINGERPRINTS-----\n"
#define END "-----END SSH HOST KEY FINGERPRINTS-----\n"
  static const struct {
    const char *log;
    size_t found;
    const char *print;
  } kCases[] = {
      {BEGIN "256 " PRINT " a (ECDSA)\n" END, 1, PRINT},
      {"l: " BEGIN "l: 256 " PRINT " a (ECDSA)\nl: " END, 1, PRINT},
      {BEGIN "256 " PRINT " a (ECDSA)\n" END BEGIN "256 " OTHER
             " a (ECDSA)\n" END,
       1, OTHER},
      {BEGIN "256 " PRINT " a (ECDSA)\n" END BEGIN "256 " OTHER " a (ECDSA)\n",
       1, PRINT},
      {BEGIN "256 " PRINT " a (ECDSA)\n" BEGIN "256 " OTHER " a (ECDSA)\n" END,
       1, OTHER},
      {BEGIN "256 " PRINT " a (ECDSA)\n", 0, NULL},
      {"256 " PRINT " a (ECDSA)\n" END, 0, NULL},
      {END "256 " PRINT " a (ECDSA)\n" BEGIN, 0, NULL},
      {BEGIN END, 0, NULL},
      {"", 0, NULL},
  };
  for (size_t i = 0; i < sizeof(kCases) / sizeof(kCases[0]); i++) {
    start();
    size_t found =
        cli_pins_add_boot_log(&pins, kCases[i].log, strlen(kCases[i].log), "x");
    cr_assert_eq(found, kCases[i].found, "%zu: %zu", i, found);
    cr_assert_eq(pins.num, found);
    if (found != 0) {
      cr_assert_str_eq(pins.all[0].print.text, kCases[i].print);
    }
  }
}

Test(host_names, what_is_one) {
  static const struct {
    const char *text;
    const char *user;
    const char *host;
    unsigned port;
    const char *known;
  } kCases[] = {
      {"vm", "", "vm", 22, "vm"},
      {"VM.Example:2222", "", "VM.Example", 2222, "[vm.example]:2222"},
      {"vm:22", "", "vm", 22, "vm"},
      {"10.0.0.1:65535", "", "10.0.0.1", 65535, "[10.0.0.1]:65535"},
      {"::1", "", "::1", 22, "::1"},
      {"[::1]", "", "::1", 22, "::1"},
      {"[FE80::1%none]:23", "", "FE80::1%none", 23, "[fe80::1%none]:23"},
      {"0:0::0:1", "", "::1", 22, "::1"},
      {"[2001:DB8::00a:0]:23", "", "2001:db8::a:0", 23, "[2001:db8::a:0]:23"},
      {"127.1:23", "", "127.0.0.1", 23, "[127.0.0.1]:23"},
      {"azureuser@vm", "azureuser", "vm", 22, "vm"},
      {"a@b.c@vm:1", "a@b.c", "vm", 1, "[vm]:1"},
  };
  for (size_t i = 0; i < sizeof(kCases) / sizeof(kCases[0]); i++) {
    struct cli_host_name name;
    cr_assert(cli_host_name_parse(&name, kCases[i].text, true), "%s",
              kCases[i].text);
    cr_assert_str_eq(name.user, kCases[i].user);
    cr_assert_str_eq(name.host, kCases[i].host);
    cr_assert_eq(name.port, kCases[i].port);
    cr_assert_str_eq(name.known, kCases[i].known);
    cr_assert_eq(cli_host_name_parse(&name, kCases[i].text, false),
                 kCases[i].user[0] == '\0');
  }
}

Test(host_names, what_is_none) {
  static const char *const kCases[] = {
      "",     "-x",    "a b",  "a\nb",     "a;b",     "a/b",  "a:",
      "a:0",  "a:x",   "a:-1", "a:+1",     "a:65536", "[a",   "[]",
      "[a]b", "[a]:0", "@a",   "-u@a",     "u v@a",   "u;@a", "u@",
      "a,b",  "a*",    "a%b",  "\xc3\xa4", "a|b",     "a#b",  "|1|x",
  };
  for (size_t i = 0; i < sizeof(kCases) / sizeof(kCases[0]); i++) {
    struct cli_host_name name;
    cr_assert_not(cli_host_name_parse(&name, kCases[i], true), "%s", kCases[i]);
    cr_assert_str_empty(name.host);
  }
}

Test(known_hosts, patterns_and_hashes) {
  static const struct {
    const char *hosts;
    const char *name;
    bool matches;
  } kCases[] = {
      {"a", "a", true},
      {"A", "a", true},
      {"a", "b", false},
      {"a", "aa", false},
      {"aa", "a", false},
      {"x,a", "a", true},
      {"a,", "a", true},
      {",a", "a", true},
      {",", "a", false},
      {"*", "a", true},
      {"*.x", "a.x", true},
      {"*.x", ".x", true},
      {"*.x", "x", false},
      {"?.x", "a.x", true},
      {"?.x", ".x", false},
      {"a*b*c", "aXbXbc", true},
      {"a*b*c", "aXbX", false},
      {"*a", "ba", true},
      {"**", "a", true},
      {"!a,*", "a", false},
      {"*,!a", "a", false},
      {"!b,*", "a", true},
      {"!b", "a", false},
      {"[a]:2222", "[a]:2222", true},
      {"a", "[a]:2222", false},
      // The HMAC of "host.example", made with Python.
      {"|1|AAECAwQFBgcICQoLDA0ODxAREhM=|IZ1zV0swCfFUvwvqRtiJbYJ0/LA=",
       "host.example", true},
      {"|1|AAECAwQFBgcICQoLDA0ODxAREhM=|IZ1zV0swCfFUvwvqRtiJbYJ0/LA=",
       "other.example", false},
      {"|1|", "a", false},
      {"|1|AAECAwQFBgcICQoLDA0ODxAREhM=", "a", false},
      {"|2|AAECAwQFBgcICQoLDA0ODxAREhM=|IZ1zV0swCfFUvwvqRtiJbYJ0/LA=", "a",
       false},
  };
  for (size_t i = 0; i < sizeof(kCases) / sizeof(kCases[0]); i++) {
    cr_assert_eq(cli_known_matches(kCases[i].hosts, strlen(kCases[i].hosts),
                                   kCases[i].name),
                 kCases[i].matches, "%s %s", kCases[i].hosts, kCases[i].name);
  }
}

Test(known_hosts, a_hash_is_of_one_name) {
  char *hash = cli_known_hash("host.example");
  cr_assert_not_null(hash);
  size_t len = strlen(hash);
  cr_assert_eq(len, 60);
  cr_assert(cli_known_matches(hash, len, "host.example"));
  cr_assert_not(cli_known_matches(hash, len, "host.exampl"));
  for (size_t i = 0; i < len; i++) {
    cr_assert_not(cli_known_matches(hash, i, "host.example"));
    hash[i] ^= 1;
    cr_assert_not(cli_known_matches(hash, len, "host.example"), "%zu", i);
    hash[i] ^= 1;
  }
  free(hash);
}
