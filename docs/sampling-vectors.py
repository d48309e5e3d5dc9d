#!/usr/bin/env python3
"""Writes sampling-vectors.csv: the published sampling function, computed by an independent
implementation of XXH64. Check another language's implementation against the same rows.

Run, with the package "xxhash" installed (on Debian: python3-xxhash):

    python3 docs/sampling-vectors.py > docs/sampling-vectors.csv

The file is CSV as in RFC 4180, in UTF-8, with line feeds. Fields are quoted where they hold a
comma or a quote, and where they are empty.
"""

import math
import random
import sys
import uuid

import xxhash

PERCENTAGES = [0, 1, 2, 5, 10, 25, 29, 33, 50, 57, 58, 66, 75, 90, 99, 100]
SALTS = ["ai-service-route", "checkout", "a", "orders.v2_eu-west-1", "r" * 33]


def sampled(salt: str, key: str, percentage: int) -> bool:
    share = percentage / 100.0
    if share >= 1:
        return True
    if share <= 0:
        return False
    seed = xxhash.xxh64(salt.encode("utf-8"), seed=0).intdigest()
    h = xxhash.xxh64(key.encode("utf-8"), seed=seed).intdigest()
    return h < math.floor(share * 2**64)  # 2**64 is a power of two: the product is exact


def keys() -> list[str]:
    chance = random.Random(1)
    text = "The quick brown fox jumps over the lazy dog, twice: 0123456789 ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    chosen = ["", " ", "a", "abc", ",", '"', '""', "a,b", 'say "hi", then go', "'", ";", "a=b&c=d"]
    # Every length around the algorithm's steps of 4, 8 and 32 bytes.
    chosen += [text[:length] for length in range(2, 41)]
    chosen += [(text * 3)[:length] for length in (63, 64, 65, 71, 95, 96, 97, 128, 200, 255)]
    # Two, three and four bytes to a character, alone, mixed, and across the steps.
    chosen += ["é", "ß", "naïve café", "Ωμέγα", "Привет, мир", "日本語", "東京都渋谷区", "€", "한국어"]
    chosen += ["😀", "𝄞 clef", "👩‍💻", "a😀b日céd", "\u007f", "\u0080", "\u07ff", "\u0800", "\uffff", "\U00010000", "\U0010ffff"]
    chosen += ["é" * 15 + "x", "é" * 16, "é" * 16 + "x", "日" * 10 + "a", "日" * 10 + "é", "日" * 11, "😀" * 8, "😀" * 16]
    chosen += ["x" * lead + "日本語" * 9 for lead in range(8)]
    chosen += ["x" * lead + "😀é" * 7 for lead in range(4)]
    # What requests are recognised by.
    chosen += [str(uuid.UUID(int=chance.getrandbits(128), version=4)) for _ in range(12)]
    chosen += ["%032x" % chance.getrandbits(128) for _ in range(12)]
    chosen += ["4bf92f3577b34da6a3ce929d0e0e4736", "0af7651916cd43dd8448eb211c80319c"]
    chosen += ["user-%07d" % number for number in range(1, 13)]
    chosen += ["user%d@example.com" % number for number in range(8)]
    chosen += ["10.0.%d.%d" % (chance.randrange(256), chance.randrange(256)) for _ in range(8)]
    chosen += ["2001:db8::%x" % chance.getrandbits(16) for _ in range(4)]
    chosen += ["/api/v1/items/%d?sort=name,price" % number for number in range(8)]
    return chosen


def field(text: str) -> str:
    if text == "" or any(c in text for c in ',"\r\n'):
        return '"' + text.replace('"', '""') + '"'
    return text


def main() -> None:
    rows = ["salt,key,percentage,sampled"]
    for i, key in enumerate(keys()):
        # Every key near both ends and somewhere between, under salts in turn.
        salt = SALTS[i % len(SALTS)]
        for percentage in (PERCENTAGES[i % len(PERCENTAGES)], PERCENTAGES[(7 * i + 4) % len(PERCENTAGES)], 50):
            answer = "true" if sampled(salt, key, percentage) else "false"
            row = ",".join([field(salt), field(key), str(percentage), answer])
            if row not in rows:
                rows.append(row)
    # Where a float's rounding could show: one key at every percentage.
    for percentage in range(101):
        answer = "true" if sampled("ai-service-route", "user-0000001", percentage) else "false"
        rows.append(f"ai-service-route,user-0000001,{percentage},{answer}")
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    print("\n".join(rows))


if __name__ == "__main__":
    main()
