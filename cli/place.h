// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// place.h gives the files of a save their names, or takes all back: the half of
// save.h in which the directory changes.

#ifndef SSHMINT_CLI_PLACE_H
#define SSHMINT_CLI_PLACE_H

#include "cli/save.h"

// cli_cover_name makes up a random name for a file under cover. Returns false
// with errno set if that fails.
bool cli_cover_name(char out[CLI_COVER_NAME_MAX]);

// cli_place puts the key in its place, then the .pub beside it, and syncs their
// directory. At every moment each name holds the old file or the
// whole new one; an old file keeps a name of its own, in file->old.
//
// Failure  returns false, and `report` has the reason; what was there before is
//          there again, or `report` tells where it is.
bool cli_place(struct cli_save *save, struct cli_report *report);

// cli_uncover removes what is still under cover: the old files after a
// replacement, or what could not be put in place. What cannot be removed, or is
// neither the old nor the new file, is told, with its name.
void cli_uncover(struct cli_save *save, struct cli_report *report);

#endif  // SSHMINT_CLI_PLACE_H
