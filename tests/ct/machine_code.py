# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0

"""usage: machine_code.py FUNCTION... <DISASSEMBLY

Follows secrets through the machine code of functions, from the output of
`objdump -dr --no-show-raw-insn` on one object or archive. FUNCTION is a name or
the beginning of one, as NAME*; each must be there. Prints every finding; exits
with 0 if there is none, 1 if there is one, 2 if something was not understood.

Secret is whatever comes from a vector or mask register, and from memory; but
not from stack slots that a public number was written to, constants, and the
tables below. A finding is a branch on secret flags, a secret address, a division
of or by a secret, a string instruction of secret length, a vector instruction
whose time depends on its data, and a call out of the object.
"""

import re
import sys

# How secret a number is: joined by max(). A TABLE is a public pointer to memory
# that is public too; where it meets another public number it stays one.
PUBLIC, TABLE, SECRET = 0, 1, 2

# Arguments of functions that point to public memory.
TABLES = {
    "run_avx2": {"di"},  # the trial table: products of small primes
    "run_ifma": {"di"},
}
# What may be called, with the registers that have to be public.
CALLS = {
    "memset": ("di", "dx"),
    "memcpy": ("di", "si", "dx"),
    "memmove": ("di", "si", "dx"),
    "__stack_chk_fail": (),  # never returns
}
# Vector instructions whose time depends on masks or indices in registers.
UNSTEADY = re.compile(r"v?p?(gather|scatter|compress|expand|scatterpf|gatherpf)|v?maskmov|vpmaskmov")
# Vector instructions that move a number as it is.
COPIES = re.compile(r"v?mov[qd]$|v?movdq[au]|v?movap[sd]")
# Vector instructions that set the flags.
TO_FLAGS = re.compile(r"v?ptest|vtestp|v?u?comis|kortest|ktest")

SAVED = {"bx", "bp", "sp", "12", "13", "14", "15"}
ARGUMENTS = ("di", "si", "dx", "cx", "8", "9")
NAMES = ["ax", "bx", "cx", "dx", "si", "di", "bp", "sp"] + [str(i) for i in range(8, 16)]

# What does not set the flags, and takes its target for no source; what sets them.
MOVES = re.compile(r"mov(abs|[sz]?[bwlq]{0,2}|be)$|movslq$|cltq$|cqto$|cltd$|cwtl$")
SETS_FLAGS = re.compile(
    r"(add|sub|and|or|xor|cmp|test|neg|inc|dec|shl|shr|sar|sal|rol|ror|shld|shrd"
    r"|adc|sbb|imul|mul|adcx|adox|bsf|bsr|tzcnt|lzcnt|popcnt|bt|blsr|blsi|blsmsk"
    r"|andn|bzhi|bextr)[bwlq]?$")
NO_FLAGS = re.compile(r"(not|bswap|xchg|mulx|rorx|shlx|shrx|sarx|pdep|pext)[bwlq]?$")
NOTHING = re.compile(r"nop|endbr64|vzero|data16|cs$|int3|emms|lfence")
VECTORS = ["v" + str(i) for i in range(32)]  # gcc spills numbers to them


def register(name):
    """The register of %rax, %eax, %al, %r8d, ..., %xmm0; None for others."""
    if m := re.fullmatch(r"%[xyz]mm(\d+)", name):
        return "v" + m[1]
    m = re.fullmatch(r"%(?:[re]?(ax|bx|cx|dx|si|di|bp|sp)|([abcd])[lh]|(si|di|bp|sp)l|r(\d+)[dwb]?)", name)
    if not m:
        return None
    return m[1] or (m[2] and m[2] + "x") or m[3] or m[4]


class State:
    """How secret each register, the flags, and each clean stack slot is.

    A slot is (base register, offset, size)."""

    def __init__(self, levels=None, flags=SECRET, slots=None):
        self.levels = levels or {name: SECRET for name in NAMES + VECTORS}
        self.flags = flags
        self.slots = slots or {}

    def copy(self):
        return State(dict(self.levels), self.flags, dict(self.slots))

    def join(self, other):
        """Adds what another path brings; true if that changed something."""
        before = (dict(self.levels), self.flags, dict(self.slots))
        for name in NAMES + VECTORS:
            a, b = self.levels[name], other.levels[name]
            self.levels[name] = SECRET if SECRET in (a, b) else min(a, b)
        self.flags = max(self.flags, other.flags)
        self.slots = {k: min(v, other.slots[k]) for k, v in self.slots.items() if k in other.slots}
        return before != (self.levels, self.flags, self.slots)


class Memory:
    """A memory operand."""

    frame = ("%rsp",)  # what stack slots are addressed by

    def __init__(self, text):
        m = re.fullmatch(r"\*?(?:%[de]s:)?(%[fg]s:)?(-?0x[0-9a-f]+|-?\d+)?(?:\((%\w+)?(?:,(%\w+))?(?:,(\d))?\))?", text)
        if not m:
            raise ValueError("operand " + text)
        self.constant = m[1] is not None or m[3] == "%rip"  # the canary is no secret of ours
        self.registers = [register(r) for r in (m[3], m[4]) if r and r != "%rip"]
        self.at = int(m[2] or "0", 0)
        self.slot = m[3] in Memory.frame and not m[4] and (register(m[3]), self.at)
        self.is_vector = any(r is None or r[0] == "v" for r in self.registers)

    def address(self, state):
        return max([state.levels[r] for r in self.registers if r], default=PUBLIC)

    def load(self, state, size):
        if self.slot:
            return min([v for k, v in state.slots.items() if k[:2] == self.slot and k[2] >= size],
                       default=SECRET)
        if self.constant and not self.registers:
            return PUBLIC
        return PUBLIC if self.address(state) == TABLE else SECRET

    def store(self, state, level, size):
        if not self.slot:
            return
        base, at = self.slot
        for other in [s for s in state.slots if s[0] == base and at - s[2] < s[1] < at + size]:
            del state.slots[other]
        if level != SECRET:
            state.slots[(base, at, size)] = level


def width(name, operands):
    """The bytes that an instruction stores or loads, at most."""
    for o in operands:
        if o[2:4] == "mm":
            return 8 if re.match("v?mov[qd]$", name) else {"x": 16, "y": 32, "z": 64}[o[1]]
    for o in operands:
        if register(o):
            kinds = (r"%([abcd][lh]|\w\wl|r\d+b)", 1), (r"%([^r]\w|r\d+w)", 2), (r"%(e\w\w|r\d+d)", 4)
            return next((size for kind, size in kinds if re.fullmatch(kind, o)), 8)
    return {"b": 1, "w": 2, "l": 4}.get(name[-1], 8)


def parse(lines):
    """The functions of a disassembly: name -> [(address, mnemonic, operands, relocation, label)]."""
    functions, member, body = {}, 0, None
    for line in lines:
        if "file format" in line:
            member += 1
        elif m := re.match(r"[0-9a-f]+ <(.+)>:$", line):
            body = functions.setdefault((member, m[1]), [])
        elif m := re.match(r"\s+([0-9a-f]+):\t(.*)$", line):
            text = re.sub(r"\s*(#|//).*$", "", m[2]).strip()
            text = re.sub(r"^((bnd|notrack|lock|data16|cs|ds) +)+(?=\w)", "", text)
            text = re.sub(r"^(rep\w*) +", r"\1_", text)
            label = re.search(r"<([^+]*)>$", text)  # the start of a function
            text = re.sub(r"<.*>$", "", text).strip()
            name, _, rest = text.partition(" ")
            if body is not None and name:
                operands = re.findall(r"(?:\([^)]*\)|[^,(])+", rest.strip())
                body.append([int(m[1], 16), name, [o.strip() for o in operands], None, label and label[1]])
        elif (m := re.match(r"\s+[0-9a-f]+: R_X86_64_P(?:LT|C)32\t(.*?)([-+]0x[0-9a-f]+)?$", line)) and body:
            body[-1][3] = m[1]
    return functions


class Checker:
    """One function, from one state of its arguments."""

    def __init__(self, functions, key, arguments, findings):
        self.functions, self.key, self.findings = functions, key, findings
        self.body = functions[key]
        self.levels = {name: PUBLIC if name in SAVED else SECRET for name in NAMES + VECTORS}
        self.levels.update(arguments)

    def found(self, index, what):
        address, name, operands = self.body[index][:3]
        self.findings.add(f"{self.key[1]}+{address - self.body[0][0]:#x}: {what}: {name} {','.join(operands)}")

    def run(self):
        has_frame = any(row[1:3] == ["mov", ["%rsp", "%rbp"]] for row in self.body)
        before, Memory.frame = Memory.frame, ("%rsp", "%rbp") if has_frame else ("%rsp",)
        try:
            self.follow()
        finally:
            Memory.frame = before

    def follow(self):
        at = {row[0]: i for i, row in enumerate(self.body)}
        states = {0: State(self.levels)}
        work = [0]
        while work:
            index = work.pop()
            state = states[index].copy()
            for following in self.step(index, state, at):
                if following not in states:
                    states[following] = state.copy()
                elif not states[following].join(state):
                    continue
                work.append(following)

    def call(self, index, state, symbol):
        callee = next((k for k in self.functions if k[0] == self.key[0] and k[1] == symbol), None)
        if symbol in CALLS:
            if SECRET in [state.levels[r] for r in CALLS[symbol]]:
                self.found(index, "secret length or address")
        elif callee and callee != self.key:
            arguments = {r: state.levels[r] for r in ARGUMENTS}
            Checker(self.functions, callee, arguments, self.findings).run()
        else:
            self.found(index, "call of " + str(symbol))
        for name in NAMES + VECTORS:
            if name not in SAVED:
                state.levels[name] = SECRET
        if symbol in CALLS:
            state.levels["ax"] = PUBLIC  # where it wrote to
        state.flags = SECRET

    def step(self, index, state, at):
        """Changes the state; returns the indices that may follow."""
        _, name, operands, symbol, label = self.body[index]
        after = [index + 1] if index + 1 < len(self.body) else []
        if name.startswith("ret") or name in ("ud2", "hlt"):
            return []
        if name.startswith("j"):
            if name != "jmp" and (state.flags if "cxz" not in name else state.levels["cx"]) == SECRET:
                self.found(index, "branch on a secret")
            if operands[0].startswith("*"):
                self.found(index, "jump to where a register says")
                return []
            target = at.get(int(operands[0], 16))
            if symbol or target is None:  # to another function, as the last thing
                self.call(index, state, symbol or label)
                return after if name != "jmp" else []
            return [target] + (after if name != "jmp" else [])
        if name.startswith("call"):
            self.call(index, state, symbol or label)
            return after if symbol != "__stack_chk_fail" else []
        if not NOTHING.match(name):
            self.compute(index, state, name, operands)
        return after

    def compute(self, index, state, name, operands):
        levels = state.levels
        is_memory = [not o.startswith(("$", "%")) or ":" in o for o in operands]
        plain = [re.sub(r"\{.*?\}", "", o) for o in operands]
        memory = [Memory(o) for o, is_m in zip(plain, is_memory) if is_m]
        if name != "lea":
            for m in memory:
                if m.is_vector or m.address(state) == SECRET:
                    self.found(index, "secret address")
        is_vector = any(re.match(r"%([xyz]mm|k|mm)\d", o) for o in plain)

        size = width(name, plain)

        def level(operand, is_m):
            if is_m:
                return Memory(operand).load(state, size)
            if operand.startswith("$"):
                return PUBLIC
            return levels.get(register(operand), SECRET)

        def store(operand, is_m, value):
            if is_m:
                Memory(operand).store(state, value, size)
            elif r := register(operand):
                # What is narrower than 32 bits leaves the rest as it was.
                narrow = not re.match(r"%(r\w\w|r\d+d?|e\w\w|[xyz]mm\d+)$", operand)
                levels[r] = max(value, levels[r]) if narrow else value

        if is_vector:
            if UNSTEADY.match(name):
                self.found(index, "time depends on data")
            if TO_FLAGS.match(name):
                state.flags = SECRET
            elif COPIES.match(name) and plain == operands and (is_memory == [False, False] or "vmovq" in name):
                store(plain[-1], is_memory[-1], level(plain[0], is_memory[0]))
            elif plain:
                store(plain[-1], is_memory[-1], SECRET)
            return
        if name.startswith("rep"):
            if SECRET in (levels["cx"], levels["di"], levels["si"] if "movs" in name else PUBLIC):
                self.found(index, "secret length or address")
            return
        sources = [level(o, m) for o, m in zip(plain, is_memory)]
        everything = max(sources, default=PUBLIC)
        if name.startswith("push"):
            return
        if name.startswith("pop"):
            levels[register(plain[0])] = SECRET if register(plain[0]) not in SAVED else PUBLIC
        elif name.startswith("leave"):
            pass
        elif name.startswith("lea"):
            store(plain[-1], False, memory[0].address(state))
        elif re.match(r"i?div", name):
            if SECRET in (everything, levels["ax"], levels["dx"]):
                self.found(index, "division")
            state.flags = SECRET
            levels["ax"] = levels["dx"] = max(everything, levels["ax"], levels["dx"])
        elif name.startswith(("cmov", "set")):
            store(plain[-1], is_memory[-1], max(everything if name.startswith("cmov") else PUBLIC, state.flags))
        elif MOVES.match(name):
            if plain:
                store(plain[-1], is_memory[-1], sources[0])
            elif name in ("cqto", "cltd"):
                levels["dx"] = levels["ax"]
        elif SETS_FLAGS.match(name):
            carries = name.startswith(("adc", "sbb", "adcx", "adox"))
            if name.startswith(("xor", "sub", "sbb")) and len(plain) == 2 and plain[0] == plain[1]:
                everything = PUBLIC
            value = max(everything, state.flags if carries else PUBLIC)
            state.flags = value
            if name.startswith(("mul", "imul")) and len(plain) == 1:
                levels["ax"] = levels["dx"] = max(value, levels["ax"])
                state.flags = levels["ax"]
            elif not name.startswith(("cmp", "test", "bt")):
                if len(plain) == 3 and not name.startswith("sh"):  # the target is no source
                    value = max(sources[:2])
                store(plain[-1], is_memory[-1], value)
        elif NO_FLAGS.match(name):
            for operand, is_m in zip(plain, is_memory):
                if name.startswith("xchg") or operand == plain[-1] or name.startswith("mulx"):
                    store(operand, is_m, max(everything, levels["dx"] if name.startswith("mulx") else PUBLIC))
        else:
            raise ValueError("instruction " + name)


def main():
    functions = parse(sys.stdin.read().splitlines())
    findings, count = set(), 0
    for wanted in sys.argv[1:]:
        pattern = re.escape(wanted).replace(r"\*", r".*") + r"(\.(isra|constprop|part)\.\d+)*"
        keys = [k for k in functions if re.fullmatch(pattern, k[1])]
        if not keys:
            print("there is no", wanted)
            return 2
        for key in keys:
            tables = TABLES.get(key[1].split(".")[0], set())
            arguments = {r: TABLE if r in tables else PUBLIC for r in ARGUMENTS}
            try:
                Checker(functions, key, arguments, findings).run()
            except (ValueError, KeyError) as error:
                print(f"{key[1]}: not understood: {error}")
                return 2
            count += 1
    print(f"{count} functions, {len(findings)} findings", *sorted(findings), sep="\n")
    return 1 if findings else 0


sys.exit(main())
