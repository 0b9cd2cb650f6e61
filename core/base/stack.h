// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// stack.h wipes what calls have left on the stack beneath the caller: the
// libraries' key derivations keep passphrases and keys in their frames.

#ifndef SSHMINT_CORE_BASE_STACK_H
#define SSHMINT_CORE_BASE_STACK_H

// mint_stack_wipe overwrites the next 32 KiB of this thread's stack: more than
// any call tree of ours or of a library under us uses. It is called at the end
// of each function of the contract that handles secrets. While such a function
// runs, they lie there.
void mint_stack_wipe(void);

#endif  // SSHMINT_CORE_BASE_STACK_H
