// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// rules_test.c looks at the table as a whole: every fact has its row, and every
// opinion all that is shown of it.

#include <criterion/criterion.h>
#include <string.h>

#include "cli/azure/rules.h"

static struct cli_azure_facts only(enum cli_azure_fact fact) {
  struct cli_azure_facts facts;
  memset(&facts, 0, sizeof(facts));
  facts.set = 1u << (unsigned)fact;
  return facts;
}

static struct cli_azure_opinion opinion_of(
    enum cli_azure_consumer consumer, const struct cli_azure_facts *facts) {
  struct cli_azure_opinion opinion;
  cli_azure_judge(&opinion, consumer, facts);
  return opinion;
}

static bool is_date(const char *text) {
  static const char digits[] = "0123456789";
  return strlen(text) == 7 && strspn(text, digits) == 4 && text[4] == '-' &&
         strspn(text + 5, digits) == 2;
}

static bool is_plain(const char *text) {
  for (; *text != '\0'; text++) {
    if (*text < ' ' || *text > '~') {
      return false;
    }
  }
  return true;
}

Test(rules, every_opinion_is_whole) {
  for (int f = -1; f < (int)CLI_AZURE_FACTS; f++) {
    struct cli_azure_facts facts = only(CLI_AZURE_PRIVATE);
    facts.set = f < 0 ? 0 : 1u << (unsigned)f;
    for (int c = 0; c < (int)CLI_AZURE_CONSUMERS; c++) {
      struct cli_azure_opinion opinion =
          opinion_of((enum cli_azure_consumer)c, &facts);
      cr_assert(opinion.reason[0] != '\0' && is_plain(opinion.reason));
      cr_assert(opinion.source->text[0] != '\0' &&
                is_plain(opinion.source->text));
      cr_assert(is_date(opinion.source->date));
      cr_assert(is_plain(opinion.fix));
      // Who is turned away is told what to do, and nobody else is.
      cr_assert_eq(opinion.verdict == CLI_AZURE_ACCEPT, opinion.fix[0] == '\0');
    }
  }
}

Test(rules, every_fact_has_a_row) {
  struct cli_azure_facts none = only(CLI_AZURE_PRIVATE);
  none.set = 0;
  cr_assert(cli_azure_accepted(&none));
  for (int f = 0; f < (int)CLI_AZURE_FACTS; f++) {
    struct cli_azure_facts facts = only((enum cli_azure_fact)f);
    bool differs = false;
    for (int c = 0; c < (int)CLI_AZURE_CONSUMERS; c++) {
      enum cli_azure_consumer consumer = (enum cli_azure_consumer)c;
      differs = differs || strcmp(opinion_of(consumer, &facts).reason,
                                  opinion_of(consumer, &none).reason) != 0;
    }
    cr_assert(differs, "fact %d has no row", f);
  }
}

Test(rules, what_keeps_a_key_from_being_accepted) {
  for (int f = 0; f < (int)CLI_AZURE_FACTS; f++) {
    struct cli_azure_facts facts = only((enum cli_azure_fact)f);
    bool is_harmless = f == (int)CLI_AZURE_COMMENT_NONASCII ||
                       f == (int)CLI_AZURE_CRLF ||
                       f == (int)CLI_AZURE_PATH_BLANK;
    cr_assert_eq(cli_azure_accepted(&facts), is_harmless, "fact %d", f);
  }
}

Test(rules, a_private_key_is_refused_by_all_whatever_else_is_true) {
  for (int f = 0; f < (int)CLI_AZURE_FACTS; f++) {
    struct cli_azure_facts facts = only(CLI_AZURE_PRIVATE);
    facts.set |= 1u << (unsigned)f;
    for (int c = 0; c < (int)CLI_AZURE_CONSUMERS; c++) {
      struct cli_azure_opinion opinion =
          opinion_of((enum cli_azure_consumer)c, &facts);
      cr_assert_eq(opinion.verdict, CLI_AZURE_REFUSE);
      cr_assert(strstr(opinion.reason, "private key") != NULL);
    }
  }
}

Test(rules, the_worst_row_wins_and_of_equals_the_first) {
  struct cli_azure_facts facts = only(CLI_AZURE_CRLF);
  facts.set |= 1u << (unsigned)CLI_AZURE_SHORT;
  cr_assert_eq(opinion_of(CLI_AZURE_AZ_VM, &facts).verdict, CLI_AZURE_FAILS);
  facts.set |= 1u << (unsigned)CLI_AZURE_BARE;
  cr_assert_eq(opinion_of(CLI_AZURE_AZ_VM, &facts).verdict, CLI_AZURE_REFUSE);
  struct cli_azure_facts bare = only(CLI_AZURE_BARE);
  cr_assert_str_eq(opinion_of(CLI_AZURE_VM_API, &facts).reason,
                   opinion_of(CLI_AZURE_VM_API, &bare).reason);
}
