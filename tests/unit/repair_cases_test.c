// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// Single cases of repair, and what it refuses.

#include <string.h>

#include <criterion/criterion.h>

#include "tests/unit/repair_kit.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define M(name) MINT_DAMAGE_##name

// A key of 3 bits: the shortest text whose base64 is complete, with padding.
#define KEY "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAAQU="
#define OTHER "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA=="
#define BEGIN "-----BEGIN PRIVATE KEY-----"
#define END "-----END PRIVATE KEY-----"
#define BLOCK BEGIN "\nMIIB\n" END "\n"
#define SEALED "-----BEGIN RSA PRIVATE KEY-----"
#define SEALED_END "-----END RSA PRIVATE KEY-----"
#define HEADERS "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n"
#define SSH2 "---- BEGIN SSH2 PUBLIC KEY ----\n"
#define SSH2_END "AAAA\n---- END SSH2 PUBLIC KEY ----\n"
// Labels of 64 and of 65 characters.
#define SEVEN(word) word word word word word word word
#define LABEL_64 SEVEN("PRIVATE ") "MADE KEY"
#define LABEL_65 SEVEN("PRIVATE ") "MAKES KEY"
#define PPK "PuTTY-User-Key-File-3: ssh-rsa\n"

static struct mend_text in;
static struct mend_text out;
static struct mend_text want;

static const struct {
  const char *in;
  const char *out;
  unsigned damage;
} kCases[] = {
    // what stands before a key of one line
    {"- " KEY " me\n", KEY " me\n", M(AROUND)},
    {"> " KEY " me\n", KEY " me\n", M(AROUND)},
    {"key: " KEY " me\n", KEY " me\n", M(AROUND)},
    {"key=" KEY " me\n", KEY " me\n", M(AROUND)},
    {"key=\"" KEY " me\"", KEY " me\n",
     M(AROUND) | M(QUOTES) | M(LAST_NEWLINE)},
    {"[\"" KEY " me\", 7]\n", KEY " me\n", M(AROUND) | M(QUOTES)},
    {"\"  " KEY " me  \"\n", KEY " me\n", M(QUOTES) | M(INDENT)},
    // quotes and apostrophes
    {"\"" KEY " Bob's\"\n", KEY " Bob's\n", M(QUOTES)},
    {"'" KEY " Bob\xe2\x80\x99s'\n", KEY " Bob\xe2\x80\x99s\n", M(QUOTES)},
    {"`" KEY "`\n", KEY "\n", M(QUOTES)},
    {"\xc2\xab" KEY "\xc2\xbb\n", KEY "\n", M(QUOTES)},
    {"'" KEY " me\n", KEY " me\n", M(QUOTES)},
    {KEY " me'\n", KEY " me'\n", 0},
    // line ends that are written out, and backslashes that are not
    {KEY " me\\n", KEY " me\n", M(ESCAPES)},
    {KEY "\\r\\n", KEY "\n", M(ESCAPES)},
    {KEY " me\\n\n", KEY " me\\n\n", 0},
    {KEY " me\\\\\\\\n", KEY " me\n", M(ESCAPES)},  // up to four backslashes
    {KEY " me\\\\\\\\\\n", KEY " me\\\n", M(ESCAPES)},
    {KEY "\\n\n", KEY "\n", M(ESCAPES)},
    {KEY " CORP\\nick\n", KEY " CORP\\nick\n", 0},
    {"\"" KEY " CORP\\nick\\n\"\n", KEY " CORP\\nick\n",
     M(QUOTES) | M(ESCAPES)},
    // blanks
    {KEY " \n", KEY " \n", 0},
    {KEY " ", KEY " \n", M(LAST_NEWLINE)},
    {KEY "  \n", KEY "\n", M(INDENT)},
    {KEY "\t\n", KEY "\n", M(INDENT)},
    {KEY " me  at  home \n", KEY " me  at  home\n", M(INDENT)},
    {KEY " me \t\n", KEY " me\n", M(INDENT)},
    {KEY " me \t\nregards\n", KEY " me\n", M(INDENT) | M(AROUND)},
    {KEY " me\t", KEY " me\n", M(INDENT) | M(LAST_NEWLINE)},
    {KEY "\tme\n", KEY " me\n", M(BLANKS)},
    // broken over lines; where the blob ends
    {"ssh-rsa\nAAAAB3NzaC1yc2EAAAADAQABAAAAAQU= me\n", KEY " me\n",
     M(WRAPPED_PUBLIC)},
    {"ssh-rsa AAAAB3NzaC1yc2EAAAADAQAB\r\nAAAAAQU= generated-by-azure\r\n",
     KEY " generated-by-azure\n", M(WRAPPED_PUBLIC) | M(LINE_ENDS)},
    {"ssh-rsa AAAAB3NzaC1yc2EAAAADAQAB\nAAAAAQU=\ngenerated-by-azure\n",
     KEY " generated-by-azure\n", M(WRAPPED_PUBLIC)},
    {"ssh-rsa AAAAB3NzaC1yc2EAAAADAQAB\nAAAAAQU=\n me@host\n", KEY " me@host\n",
     M(WRAPPED_PUBLIC) | M(INDENT)},
    {"ssh-rsa AAAAB3NzaC1yc2EAAAADAQAB\nAAAAAQU=\nregards\n", KEY "\n",
     M(WRAPPED_PUBLIC) | M(AROUND)},
    {"ssh-rsa AAAAB3NzaC1yc2EAAAADAQAB\nAAAAAQU=\nme@host", KEY " me@host\n",
     M(WRAPPED_PUBLIC) | M(LAST_NEWLINE)},
    {"ssh-rsa AAAAB3NzaC1yc2EAAAADAQAB\nAAAAAQU=\nme@host\nregards\n",
     KEY " me@host\n", M(WRAPPED_PUBLIC) | M(AROUND)},
    {"ssh-rsa AAAAB3NzaC1yc2EAAAADAQAB\nAAAAAQU=\nme@host says\n", KEY "\n",
     M(WRAPPED_PUBLIC) | M(AROUND)},
    {"ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAAQU\n=\n", KEY "\n",
     M(WRAPPED_PUBLIC)},
    {"ssh-rsa AAAAB3NzaC1yc2EAAAADAQAB AAAAAQU= QQQQ\n", KEY " QQQQ\n",
     M(WRAPPED_PUBLIC)},
    {KEY " QQQQ\n", KEY " QQQQ\n", 0},
    {KEY "\nQQQQ\n", KEY "\n", M(AROUND)},
    {KEY "\nme@host\n", KEY "\n", M(AROUND)},
    {"ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAAQU me\n",  // nothing is invented
     "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAAQU me\n", 0},
    {"ssh-rsa-cert-v01@openssh.com AAAAx\nBBBB\n\nCC= me\n",
     "ssh-rsa-cert-v01@openssh.com AAAAxBBBBCC= me\n",
     M(WRAPPED_PUBLIC) | M(BLANK_LINES)},
    // blocks
    {BEGIN "MIIB" END, BLOCK, M(WRAPPING) | M(LAST_NEWLINE)},
    {"key:" BLOCK, BLOCK, M(AROUND)},
    {BLOCK "EOF", BLOCK, M(AROUND)},
    {"\"\"\"\n" BLOCK "\"\"\"\n", BLOCK, M(QUOTES)},
    {"'" BEGIN "\\nMIIB\\n" END "'\n", BLOCK, M(QUOTES) | M(ESCAPES)},
    {"k = \"" BEGIN "\\nMIIB\\n" END "\\n\"\n", BLOCK,
     M(QUOTES) | M(ESCAPES) | M(AROUND)},
    {"--- BEGIN PRIVATE KEY ---\nMIIB\n-----END PRIVATE KEY -----\n", BLOCK,
     M(DASHES)},
    {BEGIN "\nMI\nIB\n" END "\n", BLOCK, M(WRAPPING)},
    {"\xe2\x80\x94 BEGIN PRIVATE KEY \xe2\x80\x94\nMIIB\n" END "\n", BLOCK,
     M(DASHES)},
    {SEALED "\n" HEADERS "MIIB\n" SEALED_END "\n",
     SEALED "\n" HEADERS "\nMIIB\n" SEALED_END "\n", M(BLANK_LINES)},
    {SEALED "\n" HEADERS "\n\n MIIB\n" SEALED_END "\n",
     SEALED "\n" HEADERS "\nMIIB\n" SEALED_END "\n",
     M(BLANK_LINES) | M(INDENT)},
    {"-----BEGIN " LABEL_64 "-----\nMIIB\n-----END " LABEL_64 "-----",
     "-----BEGIN " LABEL_64 "-----\nMIIB\n-----END " LABEL_64 "-----\n",
     M(LAST_NEWLINE)},
    // the forms whose lines are kept
    {"\n " SSH2 " Comment: a \\\n   b \n AAAA \n ---- END SSH2 PUBLIC KEY ----",
     SSH2 "Comment: a \\\n  b \n" SSH2_END,
     M(BLANK_LINES) | M(INDENT) | M(LAST_NEWLINE)},
    {SSH2 "Comment: a\\\n\n" SSH2_END, SSH2 "Comment: a\\\n\n" SSH2_END, 0},
    {SSH2 "Comment: a\n\n" SSH2_END, SSH2 "Comment: a\n" SSH2_END,
     M(BLANK_LINES)},
    {PPK "Comment: \nPublic-Lines: 1 \n\nAAAA\t\n",
     PPK "Comment: \nPublic-Lines: 1\nAAAA\n", M(INDENT) | M(BLANK_LINES)},
    {"  " PPK "  Comment: a  \n  AAAA", PPK "Comment: a  \nAAAA\n",
     M(INDENT) | M(LAST_NEWLINE)},
    // text around the one of them that says where it ends
    {"my key:\n\n" SSH2 SSH2_END, SSH2 SSH2_END, M(AROUND)},
    {SSH2 SSH2_END "Regards,\nBob\n", SSH2 SSH2_END, M(AROUND)},
    {"  key\n  " SSH2 "  " SSH2_END "bye", SSH2 SSH2_END,
     M(AROUND) | M(INDENT)},
    {"\n" SSH2 SSH2_END "\n", SSH2 SSH2_END, M(BLANK_LINES)},
    // marks
    {"\xef\xbb\xbf\xef\xbb\xbf" KEY "\n", KEY "\n", M(BOM)},
};

static void set(struct mend_text *text, const char *string) {
  text->len = 0;
  mend_puts(text, string);
}

Test(repair_cases, repaired) {
  for (size_t i = 0; i < COUNT(kCases); i++) {
    unsigned damage = 0;
    set(&in, kCases[i].in);
    enum mint_status status = mend_repair(&out, &damage, &in);
    set(&want, kCases[i].out);
    cr_expect_eq(status, MINT_OK, "%zu: %s", i, kCases[i].in);
    cr_expect(mend_same(&out, &want), "%zu: %s\nbecame\n%.*s", i, kCases[i].in,
              (int)out.len, out.data);
    cr_expect_eq(damage, kCases[i].damage, "%zu: %s: told %x, not %x", i,
                 kCases[i].in, damage, kCases[i].damage);
  }
}

static const char *const kRefused[] = {
    "",
    "\n",
    " ",
    "x",
    "hello, world\n",
    "ssh-rsa\n",
    "ssh-rsa AAA\n",
    "AAAAB3NzaC1yc2E=\n",
    "x" KEY "\n",
    "{}",
    "\xef\xbb\xbf",
    // options and hosts mean something
    "no-pty " KEY "\n",
    "command=\"ls\" " KEY "\n",
    "a=\"b\" " KEY "\n",
    "environment=\"A=\" " KEY "\n",
    "host " KEY "\n",
    "[host]:22 " KEY "\n",
    "|1|c2FsdA==|aGFzaA== " KEY "\n",
    "* " KEY "\n",
    "# " KEY "\n",
    "@revoked * " KEY "\n",
    // more than one key
    KEY "\n" OTHER "\n",
    KEY "\n" KEY "\n",
    KEY " " OTHER "\n",
    BLOCK BLOCK,
    BEGIN "\nMIIB\n" END BLOCK,
    KEY "\n" BLOCK,
    BLOCK KEY "\n",
    PPK PPK,
    SSH2 SSH2_END SSH2 SSH2_END,
    "key\n" SSH2 SSH2_END SSH2 SSH2_END,
    SSH2 SSH2_END KEY "\n",
    KEY "\n" SSH2 SSH2_END,
    BLOCK SSH2 SSH2_END,
    SSH2 SSH2_END BLOCK,
    SSH2 SSH2_END PPK,
    PPK SSH2 SSH2_END,
    SSH2 SSH2_END "  -----BEGIN",
    "key\n" SSH2,
    KEY " " BEGIN "\n",
    BLOCK "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n",
    // no block
    BEGIN "\nMIIB\n",
    "MIIB\n" END "\n",
    END "\nMIIB\n" BEGIN "\n",
    BEGIN END,
    BEGIN "\n" END "\n",
    BEGIN "\nMIIB\n-----END PUBLIC KEY-----\n",
    "-----BEGIN PRIVATE KEY-----END PRIVATE KEY-----\n",
    "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n",
    "-----BEGIN  PRIVATE KEY-----\nMIIB\n-----END  PRIVATE KEY-----\n",
    "-----BEGIN KEY-----\nMIIB\n",
    "-----BEGIN " LABEL_65 "-----\nMIIB\n-----END " LABEL_65 "-----\n",
    "x " SSH2 SSH2_END,
    "-----BEGIN SSH2 PUBLIC KEY-----\nAAAA\n-----END SSH2 PUBLIC KEY-----\n",
    // what is in it is not base64
    BEGIN "\nMI*B\n" END "\n",
    BEGIN "\nMI\\tB\n" END "\n",
    BEGIN "\nMI\xc2\xa0IB\n" END "\n",
    BEGIN "\n> MIIB\n" END "\n",
    BEGIN "\n\"MIIB\"\n" END "\n",
    BEGIN "\nName: value\n\nMIIB\n" END "\n",
    SEALED "\nProc-Type: 4,ENCRYPTED\n\nMIIB\n" SEALED_END "\n",
    SEALED "\nProc-Type: 4, ENCRYPTED\n\nMIIB\n" SEALED_END "\n",
    SEALED "\n" HEADERS "\n" SEALED_END "\n",
    "ssh-rsa AAAA*\n",
};

Test(repair_cases, refused) {
  for (size_t i = 0; i < COUNT(kRefused); i++) {
    unsigned damage = 1;
    set(&in, kRefused[i]);
    cr_expect_eq(mend_repair(&out, &damage, &in), MINT_ERR_SYNTAX,
                 "%zu: %s\nbecame\n%.*s", i, kRefused[i], (int)out.len,
                 out.data);
  }
}

Test(repair_cases, bytes_that_are_no_text) {
#define BYTES(literal) literal, sizeof(literal) - 1
  static const struct {
    const char *bytes;
    size_t len;
  } kBytes[] = {
      {BYTES("\0")},
      {BYTES("\xff\xfe")},
      {BYTES("\xff\xfe"
             "a")},
      {BYTES("\xff\xfe"
             "a\0b")},
      {BYTES("\xff\xfe\0\xd8")},        // half a pair
      {BYTES("\xff\xfe\0\xdc\0\xd8")},  // the wrong half
      {BYTES("\xff\xfe\0\xd8"
             "a\0")},           // ... and none
      {BYTES("\xff\xfe\0\0")},  // NUL
      {BYTES("a\0\0b")},        // zeros on both sides
      {BYTES(KEY "\0\n")},
  };
  for (size_t i = 0; i < COUNT(kBytes); i++) {
    unsigned damage = 1;
    in.len = 0;
    mend_put(&in, kBytes[i].bytes, kBytes[i].len);
    cr_expect_eq(mend_repair(&out, &damage, &in), MINT_ERR_SYNTAX, "%zu", i);
  }
}
