import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

# 2,000 made-up customers; the fixed seed makes them the same every time.
rng = np.random.default_rng(seed=11)
n = 2000
customers = pd.DataFrame({
    "tenure_months": rng.gamma(4.0, 6.0, n).clip(1, 84),
    "orders_per_year": rng.poisson(6, n) + 1,
    "basket_value": rng.lognormal(3.6, 0.35, n),
    "support_tickets": rng.poisson(1.5, n),
    "discount_share": rng.beta(2, 6, n),
})
paid = customers["basket_value"] * (1 - customers["discount_share"])
years = customers["tenure_months"] / 12 * 0.97 ** customers["support_tickets"]
customers["lifetime_value"] = paid * customers["orders_per_year"] * years * rng.lognormal(0, 0.2, n)
customers.round(2).to_csv("/output/customers.csv", index=False)

# Standardised coefficients of a linear model can be compared with each other.
standard = (customers - customers.mean()) / customers.std()
factors = standard.drop(columns="lifetime_value")
design = factors.to_numpy()
weights, residuals, _, _ = np.linalg.lstsq(design, standard["lifetime_value"], rcond=None)
error = np.sqrt(residuals[0] / (n - design.shape[1]) * np.diag(np.linalg.inv(design.T @ design)))
ranking = pd.DataFrame({"weight": weights, "margin": 1.96 * error}, index=factors.columns)
ranking = ranking.reindex(ranking["weight"].abs().sort_values(ascending=False).index)

fig, ax = plt.subplots(figsize=(8, 4.2))
shown = ranking.iloc[::-1]
colors = np.where(shown["weight"] > 0, "#3b6fd4", "#d9503f")
ax.barh(shown.index.str.replace("_", " "), shown["weight"], xerr=shown["margin"], color=colors, height=0.6)
ax.axvline(0, color="#8a93a3", linewidth=1)
ax.set(title="What drives customer lifetime value", xlabel="Standardised effect, with 95 % interval")
ax.spines[["top", "right"]].set_visible(False)
fig.savefig("/output/factors.png", dpi=150, bbox_inches="tight")

print(f"Customers: {n}, mean lifetime value: {customers['lifetime_value'].mean():,.2f}")
for rank, (name, row) in enumerate(ranking.iterrows(), start=1):
    print(f"Factor {rank}: {name.replace('_', ' ')}, effect {row['weight']:+.2f} ± {row['margin']:.2f}")
print(f"Explained variance: {1 - residuals[0] / n:.1%}")
