import statistics

# primes is the list of the earlier step; the interpreter still has it.
mean = statistics.mean(primes)
population = statistics.pstdev(primes)
sample = statistics.stdev(primes)

print(f"Numbers: {len(primes)}, from {primes[0]} to {primes[-1]}")
print(f"Mean: {mean:.2f}")
print(f"Standard deviation (population): {population:.4f}")
print(f"Standard deviation (sample): {sample:.4f}")
