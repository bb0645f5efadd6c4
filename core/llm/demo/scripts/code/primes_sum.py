def first_primes(count):
    """The first `count` primes, each tested against the smaller primes up to its square root."""
    primes = []
    candidate = 2
    while len(primes) < count:
        if all(candidate % p for p in primes if p * p <= candidate):
            primes.append(candidate)
        candidate += 1
    return primes


primes = first_primes(50)

# A check: how many there are, and the last one.
print(f"Count: {len(primes)}, last: {primes[-1]}")
print(f"Sum: {sum(primes)}")
