"""Business registration numbers that can never be real: the last digit always fails the official checksum."""

CHECK_WEIGHTS = (1, 3, 7, 1, 3, 7, 1, 3, 5)
SAMPLE_PREFIX = 999_000_000
BULK_PREFIX = 990_000_000


def check_digit(first_nine: int) -> int:
    """The tenth digit that a real number would have (National Tax Service's rule)."""
    digits = [int(digit) for digit in f"{first_nine:09d}"]
    total = sum(digit * weight for digit, weight in zip(digits, CHECK_WEIGHTS, strict=True))
    return (10 - (total + digits[8] * 5 // 10) % 10) % 10


def is_valid(number: str) -> bool:
    """Whether `123-45-67890` passes the checksum."""
    digits = number.replace("-", "")
    return len(digits) == 10 and digits.isdigit() and int(digits[9]) == check_digit(int(digits[:9]))


def fake_number(index: int) -> str:
    """The sample firm's number `999-NN-NNNNN`, whose last digit is off by five."""
    first_nine = SAMPLE_PREFIX + index
    digits = f"{first_nine:09d}{(check_digit(first_nine) + 5) % 10}"
    return f"{digits[:3]}-{digits[3:5]}-{digits[5:]}"
