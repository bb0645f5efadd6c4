import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

# 500 made-up sales over one year; the fixed seed makes them the same every time.
rng = np.random.default_rng(seed=7)
days = pd.date_range("2025-01-01", "2025-12-31")
prices = {"Laptop": 1150, "Phone": 720, "Monitor": 310, "Headset": 95}
regions = ["North", "South", "East", "West"]

product = rng.choice(list(prices), size=500, p=[0.2, 0.3, 0.25, 0.25])
df = pd.DataFrame({
    "date": rng.choice(days, size=500),
    "product": product,
    "region": rng.choice(regions, size=500, p=[0.30, 0.25, 0.17, 0.28]),
    "amount": (np.vectorize(prices.get)(product) * rng.normal(1.0, 0.18, size=500)).round(2),
}).sort_values("date", ignore_index=True)
df.to_csv("/output/sales.csv", index=False)

totals = df.groupby("region")["amount"].sum().sort_values(ascending=False)
best = df.groupby("product")["amount"].sum().idxmax()

fig, ax = plt.subplots(figsize=(8, 4.5))
bars = ax.bar(totals.index, totals / 1000, color=["#3b6fd4"] + ["#a9bfe8"] * 3, width=0.6)
ax.bar_label(bars, fmt="%.1f k", padding=3)
ax.set(title="Sales by region, 2025", ylabel="Amount in thousands")
ax.spines[["top", "right"]].set_visible(False)
fig.savefig("/output/chart.png", dpi=150, bbox_inches="tight")

print(f"Rows: {len(df)}")
for region, amount in totals.items():
    print(f"{region}: {amount:,.2f}")
print(f"Top region: {totals.index[0]} with {totals.iloc[0] / totals.sum():.1%} of {totals.sum():,.2f}")
print(f"Top product: {best}")
