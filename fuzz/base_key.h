// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// base_key.h is the key from which targets start that need a valid one. It was
// made for this (openssl genrsa 2048) and opens nothing.

#ifndef SSHMINT_FUZZ_BASE_KEY_H
#define SSHMINT_FUZZ_BASE_KEY_H

static const char kBaseKey[] =
    "-----BEGIN RSA PRIVATE KEY-----\n"
    "MIIEpAIBAAKCAQEA0Vz9Ku8RUAEGmkP3ohw9QvZBGs6ZjxxaCnmAuCEq1y/o5V9z\n"
    "XYAYRk2bHy8DU0ET/wdLeFiJda4EzP4KMNHESS2aQAR5QY/r/qkuZfQejxFbt9E/\n"
    "Q++k0CDXtlsClCTFl1K/Gh3DDLzeBHpOHE0PI9Q8wP63ZjhZy3rBu5lsvFLjbRsQ\n"
    "eAOp5fr3pYiif1nuLs8rnAJO7puM9Lq2J3oir2iqqZvze7YZAjE3f8GFspN0zrr/\n"
    "QjWJfFfDnNBMdVbZblFVdJI9OU8lnCSl4YXO1fGf/UmqOMghFTdvEEArvjJX3xt5\n"
    "6bfacOxJewPF4Wf/MAoF3EHF/EDLeQalzdkUmQIDAQABAoIBABgtnX0mU8ECBVGu\n"
    "dLwvd7Gyf61JW7mHxCw+gOuCxRBJ06MdpVSQdP01fCsbQk6MjvMeVAxnaSSCfsJv\n"
    "uhyONRVgY1ZuTdSQ+ueTgSy8BwVts0Jks2I0nDt+93pzQzZ5kqoZn8Ez27EuZJNu\n"
    "znN9QLjaC1QcdnCjJFeX6ySvoLuUv1Zx2VruQEuI4ENx9t0d/5+0RP3EJDKppbUk\n"
    "/oQcRdxjkpx6LcUKSYqnBwm1ytVuLREo0CRE4BPR7B668E+swtVBAa6rPAN8avnI\n"
    "0Xl/hhR3pcFOGwFFQ2vsN9LkGWDYSsx8xDxiqnZsgSouIUkdts0vp1VtxStnLoZR\n"
    "Wn5pl9MCgYEA+gnlwr6Geauhf4TE+tFW/XZ4XE++lxE/LmbNgDliy//fBTMMreBs\n"
    "u5PuEEnPZX+RtExW3JPLPH8We55zxWZQgaOGgkLJPazR3KT6LIaMYG+bkVL1Ibsx\n"
    "ooW3B8WEa6Z9/qr1NFfXoy07wkOT3xNfhFiBUMH1P0ibazH5vQPCYHsCgYEA1lrU\n"
    "kpTjLaF1F/z4aR5l0VulnS+Tsn5EzFJWjSSJ5yCZFlEJ4IPT0ohn/5gkz2bxon7p\n"
    "Sr5YkKX88OhSpkIDOxd18d4Flqbf72iWCzZgWzRnVYMdky7rjmanZQn2V49nPalD\n"
    "qFlOz1X9W3mwbDvYFHV2MBo1+phfJGQ2ECbqtPsCgYB8hINMSU90thk2BOuHsMqu\n"
    "bNohtoDGgItDU2TRj0J5LxJkZ3jP+myLuW6b4/YJqM7px/6V2HAkz3Fl3JHw4zQC\n"
    "a2on4pSPR0o3pF0F4Xd06v/BDlwPEUb1lbuBfkakyYQDWCXGjFxR4cvZwYeZVu+B\n"
    "XAYCLqUwf7sOVhP1ojKhkwKBgQCx3crYGt1rprcQAaRrLYMVNvP0u17WVLpnxMb2\n"
    "9WPMuprtDq+gciMZZoDNcQTSaLyGtsKEd+/rjyCVEmJKfSpLJUuEOFPwz2WwNduT\n"
    "UDqiU5iPN24aDGv/zKSITbzwqRjk7IgssHaZyuOhvRcsqHfDejho78bsuvTvsIu/\n"
    "2VsWcwKBgQCU8wO24VkrMJiuAQ5KU6tQNzSIO/NLSNqpUNMA9XHAwa/xVUSvHxuT\n"
    "o8UF+IWCDIPaMfXan92SwxH1B/f5FH5/ENn3FX4n5dnmwLpYQV6rSAt+hvEWShfv\n"
    "PONc8V0K0f+wpk4jqvne3bB7VZqNoOSoIGeJE5HvaBmuQY+/5Ofe6w==\n"
    "-----END RSA PRIVATE KEY-----\n";

#endif  // SSHMINT_FUZZ_BASE_KEY_H
