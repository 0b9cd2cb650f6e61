// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// status.c explains what a status and a code mean, in fixed English strings. It
// never sees an input.

#include "core/mint.h"

const char *mint_status_name(enum mint_status status) {
  switch (status) {
    case MINT_OK:
      return "ok";
    case MINT_ERR_ARGUMENT:
      return "wrong argument";
    case MINT_ERR_TOO_LARGE:
      return "too large";
    case MINT_ERR_SYNTAX:
      return "malformed";
    case MINT_ERR_UNSUPPORTED:
      return "not supported";
    case MINT_ERR_PASSPHRASE:
      return "passphrase missing or wrong";
    case MINT_ERR_INVALID_KEY:
      return "invalid key";
    case MINT_ERR_RANDOM:
      return "random source failed";
    case MINT_ERR_MEMORY:
      return "out of memory";
    case MINT_ERR_INTERNAL:
      return "internal error";
  }
  return "unknown status";
}

#define RESAVE "copy the key again, whole and as plain text"
#define INDENTED "; if its lines are only indented: sshmint repair FILE"
#define ONE_LINE "write it as one line: ssh-rsa, a blank, the base64, a comment"
#define USE_RSA "make an RSA key: sshmint new -t rsa -b 3072 -f ~/.ssh/id_rsa"
#define ONE_KEY \
  "give each key its own file; if there is one key only: sshmint repair FILE"
#define RESEAL "cp -p FILE FILE.new && ssh-keygen -p -f FILE.new"

static const struct mint_code_info codes[MINT_E_CODES] = {
    [MINT_E_NONE] = {"OK", MINT_OK, "nothing is wrong", ""},

    [MINT_E_TEXT_EMPTY] = {"E_TEXT_EMPTY", MINT_ERR_SYNTAX, "it is empty",
                           RESAVE},
    [MINT_E_TEXT_TOO_LARGE] = {"E_TEXT_TOO_LARGE", MINT_ERR_TOO_LARGE,
                               "it is larger than 256 KiB, so it is no key",
                               ""},
    [MINT_E_TEXT_UTF16] =
        {"E_TEXT_UTF16", MINT_ERR_SYNTAX,
         "it is saved as UTF-16 (as PowerShell's > does); ssh cannot read it",
         "sshmint repair FILE"},
    [MINT_E_TEXT_BOM] =
        {"E_TEXT_BOM", MINT_ERR_SYNTAX,
         "it starts with a UTF-8 byte order mark; ssh cannot read it",
         "sshmint repair FILE"},
    [MINT_E_TEXT_CONTROL] = {"E_TEXT_CONTROL", MINT_ERR_SYNTAX,
                             "it holds a NUL byte, so it is not a text",
                             RESAVE},
    [MINT_E_TEXT_LINE_ENDS] =
        {"E_TEXT_LINE_ENDS", MINT_ERR_SYNTAX,
         "its line ends are mixed: LF and CRLF, or a lone CR",
         "sshmint repair FILE"},
    [MINT_E_TEXT_UNKNOWN] = {"E_TEXT_UNKNOWN", MINT_ERR_SYNTAX,
                             "it is not in any form of an SSH key",
                             RESAVE
                             "; if a key stands among other text: sshmint "
                             "repair FILE"},

    [MINT_E_PEM_BEFORE] =
        {"E_PEM_BEFORE", MINT_ERR_SYNTAX,
         "there is text or a blank before the key's first line",
         "sshmint repair FILE"},
    [MINT_E_PEM_BEGIN] = {"E_PEM_BEGIN", MINT_ERR_SYNTAX,
                          "the BEGIN line is not exactly "
                          "\"-----BEGIN <label>-----\"",
                          "sshmint repair FILE"},
    [MINT_E_PEM_END] = {"E_PEM_END", MINT_ERR_SYNTAX,
                        "the END line is missing: the file is cut short",
                        RESAVE},
    [MINT_E_PEM_LABEL] = {"E_PEM_LABEL", MINT_ERR_SYNTAX,
                          "the END line does not match the BEGIN line", RESAVE},
    [MINT_E_PEM_AFTER] = {"E_PEM_AFTER", MINT_ERR_SYNTAX,
                          "there is something after the END line", ONE_KEY},
    [MINT_E_PEM_HEADER] =
        {"E_PEM_HEADER", MINT_ERR_SYNTAX,
         "its headers are not exactly Proc-Type: 4,ENCRYPTED, "
         "DEK-Info and an empty line",
         RESAVE},
    [MINT_E_PEM_LINE] =
        {"E_PEM_LINE", MINT_ERR_SYNTAX,
         "the base64 is not in lines of 64 characters (a shorter one last)",
         "sshmint repair FILE"},
    [MINT_E_PEM_EMPTY] = {"E_PEM_EMPTY", MINT_ERR_SYNTAX,
                          "there is nothing between BEGIN and END", RESAVE},

    [MINT_E_BASE64_CHARACTER] = {"E_BASE64_CHARACTER", MINT_ERR_SYNTAX,
                                 "a character is not base64", RESAVE INDENTED},
    [MINT_E_BASE64_LENGTH] =
        {"E_BASE64_LENGTH", MINT_ERR_SYNTAX,
         "the base64 is cut short or wrongly padded with =", RESAVE},
    [MINT_E_BASE64_BITS] = {"E_BASE64_BITS", MINT_ERR_SYNTAX,
                            "the base64 is damaged at its end: unused bits are "
                            "not zero",
                            RESAVE},

    [MINT_E_DER_SYNTAX] =
        {"E_DER_SYNTAX", MINT_ERR_SYNTAX,
         "what it holds is not what its label says (DER is malformed)", RESAVE},
    [MINT_E_DER_TRAILING] = {"E_DER_TRAILING", MINT_ERR_SYNTAX,
                             "there are bytes after the end of the key",
                             RESAVE},
    [MINT_E_DER_MULTI_PRIME] =
        {"E_DER_MULTI_PRIME", MINT_ERR_UNSUPPORTED,
         "it is an RSA key of another version (more than two primes?)",
         USE_RSA},
    [MINT_E_DER_RANGE] =
        {"E_DER_RANGE", MINT_ERR_TOO_LARGE,
         "a number in the key is larger than any RSA key that we take", ""},

    [MINT_E_LINE_FIELDS] =
        {"E_LINE_FIELDS", MINT_ERR_SYNTAX,
         "it is not \"type base64 [comment]\" with one blank "
         "between the fields",
         ONE_LINE "; if only blanks are wrong: sshmint repair FILE"},
    [MINT_E_LINE_SEVERAL] =
        {"E_LINE_SEVERAL", MINT_ERR_SYNTAX,
         "it has more than one line where one key on one line is expected",
         "put one key on one line; if this is one key: sshmint repair FILE"},
    [MINT_E_LINE_OPTIONS] =
        {"E_LINE_OPTIONS", MINT_ERR_SYNTAX,
         "there are options, a host or a marker before the key type",
         "if it is a list of keys: sshmint scan FILE; else " ONE_LINE},
    [MINT_E_LINE_TOO_LONG] = {"E_LINE_TOO_LONG", MINT_ERR_TOO_LARGE,
                              "the line is longer than 16 KiB", ""},
    [MINT_E_LINE_COMMENT] = {"E_LINE_COMMENT", MINT_ERR_SYNTAX,
                             "its comment is longer than 1024 bytes",
                             "shorten the comment"},
    [MINT_E_4716_BEGIN] = {"E_4716_BEGIN", MINT_ERR_SYNTAX,
                           "the first line is not exactly "
                           "\"---- BEGIN SSH2 PUBLIC KEY ----\"",
                           RESAVE},
    [MINT_E_4716_HEADER] = {"E_4716_HEADER", MINT_ERR_SYNTAX,
                            "a header is not \"Name: value\", is too long, or "
                            "stands twice",
                            RESAVE INDENTED},
    [MINT_E_4716_LINE] = {"E_4716_LINE", MINT_ERR_SYNTAX,
                          "a line is empty, longer than 72 characters, or not "
                          "base64",
                          "sshmint repair FILE"},
    [MINT_E_4716_END] = {"E_4716_END", MINT_ERR_SYNTAX,
                         "the line \"---- END SSH2 PUBLIC KEY ----\" is "
                         "missing: the file is cut short",
                         RESAVE},
    [MINT_E_4716_AFTER] = {"E_4716_AFTER", MINT_ERR_SYNTAX,
                           "there is something after the line \"---- END SSH2 "
                           "PUBLIC KEY ----\"",
                           ONE_KEY},
    [MINT_E_PPK_SYNTAX] = {"E_PPK_SYNTAX", MINT_ERR_SYNTAX,
                           "it is not a well-formed PuTTY key file",
                           RESAVE INDENTED},
    [MINT_E_SSH_SYNTAX] =
        {"E_SSH_SYNTAX", MINT_ERR_SYNTAX,
         "the key inside the base64 is malformed or cut short", RESAVE},
    [MINT_E_SSH_TRAILING] =
        {"E_SSH_TRAILING", MINT_ERR_SYNTAX,
         "there are bytes after the end of the key inside the base64", RESAVE},
    [MINT_E_SSH_MPINT] =
        {"E_SSH_MPINT", MINT_ERR_SYNTAX,
         "a number in the key is negative or has needless leading zeros",
         "write the key anew from its private key: sshmint public FILE"},
    [MINT_E_SSH_TYPE] = {"E_SSH_TYPE", MINT_ERR_SYNTAX,
                         "the type in front is not the type inside the base64",
                         RESAVE},
    [MINT_E_SSH_SIGNATURE_TYPE] =
        {"E_SSH_SIGNATURE_TYPE", MINT_ERR_SYNTAX,
         "rsa-sha2-256 and rsa-sha2-512 are signature types; the type of the "
         "key is ssh-rsa",
         "write ssh-rsa in front of the key"},
    [MINT_E_SSH_POINT] = {"E_SSH_POINT", MINT_ERR_SYNTAX,
                          "its point is not on the curve", RESAVE},

    [MINT_E_OPENSSH_SYNTAX] = {"E_OPENSSH_SYNTAX", MINT_ERR_SYNTAX,
                               "what it holds is not an openssh-key-v1 "
                               "container of one key",
                               RESAVE},
    [MINT_E_OPENSSH_PADDING] = {"E_OPENSSH_PADDING", MINT_ERR_SYNTAX,
                                "the private part is not padded as it must be",
                                RESAVE},
    [MINT_E_OPENSSH_PUBLIC] =
        {"E_OPENSSH_PUBLIC", MINT_ERR_SYNTAX,
         "its public part does not belong to its private part", RESAVE},
    [MINT_E_DAMAGED] = {"E_DAMAGED", MINT_ERR_SYNTAX,
                        "it is damaged, or was tampered with: its own checksum "
                        "is wrong, or its encrypted part is cut short",
                        RESAVE},

    [MINT_E_TYPE_UNKNOWN] = {"E_TYPE_UNKNOWN", MINT_ERR_UNSUPPORTED,
                             "its type is not one that SSH knows", USE_RSA},
    [MINT_E_TYPE_NOT_RSA] = {"E_TYPE_NOT_RSA", MINT_ERR_UNSUPPORTED,
                             "only RSA keys are taken as user keys", USE_RSA},
    [MINT_E_TYPE_CERTIFICATE] = {"E_TYPE_CERTIFICATE", MINT_ERR_UNSUPPORTED,
                                 "it is a certificate, not a key",
                                 "give the plain public key"},
    [MINT_E_FORMAT_UNKNOWN] = {"E_FORMAT_UNKNOWN", MINT_ERR_UNSUPPORTED,
                               "its BEGIN line has a label that we do not read",
                               ""},
    [MINT_E_FORMAT_PPK_VERSION] = {"E_FORMAT_PPK_VERSION", MINT_ERR_UNSUPPORTED,
                                   "it is a PuTTY key file of a version that "
                                   "we do not read (2 and 3 are)",
                                   "open it in PuTTYgen and save it again"},
    [MINT_E_FORMAT_PKCS8_VERSION] =
        {"E_FORMAT_PKCS8_VERSION", MINT_ERR_UNSUPPORTED,
         "it is PKCS#8 of another version or algorithm (rsaEncryption is read)",
         "openssl rsa -in FILE -traditional -out FILE.pem (of a key for PSS or "
         "OAEP "
         "only, SSH has no use)"},
    [MINT_E_FORMAT_SEVERAL_KEYS] = {"E_FORMAT_SEVERAL_KEYS",
                                    MINT_ERR_UNSUPPORTED,
                                    "it holds more than one private key",
                                    "give each key its own file"},
    [MINT_E_FORMAT_SSH1] = {"E_FORMAT_SSH1", MINT_ERR_UNSUPPORTED,
                            "it is a key of SSH version 1, which is broken",
                            USE_RSA},
    [MINT_E_FORMAT_SSHCOM] = {"E_FORMAT_SSHCOM", MINT_ERR_UNSUPPORTED,
                              "it is a private key in ssh.com's format",
                              "puttygen FILE -O private-openssh -o FILE.pem"},
    [MINT_E_FORMAT_X509] = {"E_FORMAT_X509", MINT_ERR_UNSUPPORTED,
                            "it is an X.509 certificate or request, not a key",
                            ""},
    [MINT_E_FORMAT_NOT_RSA] =
        {"E_FORMAT_NOT_RSA", MINT_ERR_UNSUPPORTED,
         "it is a DSA, EC or other key; only plain RSA is taken", USE_RSA},
    [MINT_E_FORMAT_PGP] = {"E_FORMAT_PGP", MINT_ERR_UNSUPPORTED,
                           "it is a PGP key or message, not an SSH key", ""},
    [MINT_E_FORMAT_AGE] = {"E_FORMAT_AGE", MINT_ERR_UNSUPPORTED,
                           "it is an age file or key, not an SSH key", ""},
    [MINT_E_FORMAT_JSON] = {"E_FORMAT_JSON", MINT_ERR_UNSUPPORTED,
                            "it is JSON (a JWK?), not an SSH key", ""},
    [MINT_E_FORMAT_DER] =
        {"E_FORMAT_DER", MINT_ERR_UNSUPPORTED,
         "it is binary DER; a key file is text",
         "openssl rsa -inform DER -in FILE -out FILE.pem (of a public key with "
         "-pubin)"},
    [MINT_E_CIPHER_UNKNOWN] = {"E_CIPHER_UNKNOWN", MINT_ERR_UNSUPPORTED,
                               "it is encrypted with a cipher that we do not "
                               "read",
                               RESEAL},

    [MINT_E_KDF_UNKNOWN] = {"E_KDF_UNKNOWN", MINT_ERR_UNSUPPORTED,
                            "its key derivation is one that we do not read",
                            RESEAL},
    [MINT_E_KDF_COST] =
        {"E_KDF_COST", MINT_ERR_TOO_LARGE,
         "its key derivation costs more than we do for a file, or its numbers "
         "make no sense",
         "save it again with fewer rounds: ssh-keygen -p -a 24 -f FILE"},

    [MINT_E_PASSPHRASE_MISSING] = {"E_PASSPHRASE_MISSING", MINT_ERR_PASSPHRASE,
                                   "it is encrypted and needs its passphrase",
                                   ""},
    [MINT_E_PASSPHRASE_WRONG] =
        {"E_PASSPHRASE_WRONG", MINT_ERR_PASSPHRASE,
         "the passphrase is wrong, or the file is damaged", ""},
    [MINT_E_PASSPHRASE_SHORT] =
        {"E_PASSPHRASE_SHORT", MINT_ERR_PASSPHRASE,
         "the passphrase is shorter than the 5 bytes that PEM and PKCS#8 ask "
         "for",
         ""},
    [MINT_E_PASSPHRASE_LONG] = {"E_PASSPHRASE_LONG", MINT_ERR_PASSPHRASE,
                                "the passphrase is longer than 1023 bytes", ""},

    [MINT_E_KEY_RULES] = {"E_KEY_RULES", MINT_ERR_INVALID_KEY,
                          "the key breaks a rule", ""},

    [MINT_E_RANDOM] = {"E_RANDOM", MINT_ERR_RANDOM,
                       "the system's random source failed", ""},
    [MINT_E_MEMORY] = {"E_MEMORY", MINT_ERR_MEMORY,
                       "there is not enough memory", ""},
    [MINT_E_INTERNAL] = {"E_INTERNAL", MINT_ERR_INTERNAL,
                         "a self-check failed; please report this", ""},
};

const struct mint_code_info *mint_code_explain(enum mint_code code) {
  size_t i = (size_t)code;
  return &codes[i < (size_t)MINT_E_CODES ? i : (size_t)MINT_E_NONE];
}
