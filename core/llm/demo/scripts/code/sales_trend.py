# df is the table of the earlier step; the interpreter still has it.
monthly = df.set_index("date")["amount"].resample("M").sum()

# A month is an outlier when it lies more than 1.5 standard deviations from the mean.
z_scores = (monthly - monthly.mean()) / monthly.std()
outliers = monthly[z_scores.abs() > 1.5]

fig, ax = plt.subplots(figsize=(8, 4.5))
ax.plot(monthly.index.strftime("%b"), monthly / 1000, color="#3b6fd4", linewidth=2, marker="o", label="Monthly sales")
ax.axhline(monthly.mean() / 1000, color="#8a93a3", linestyle="--", linewidth=1, label="Mean of the year")
ax.scatter(outliers.index.strftime("%b"), outliers / 1000, color="#d9503f", s=90, zorder=3, label="Outlier")
ax.set(title="Monthly sales, 2025", ylabel="Amount in thousands", ylim=(0, monthly.max() / 1000 * 1.15))
ax.spines[["top", "right"]].set_visible(False)
ax.legend(frameon=False)
fig.savefig("/output/trend.png", dpi=150, bbox_inches="tight")

print(f"Months: {len(monthly)}, mean {monthly.mean():,.2f} per month")
print(f"Best month: {monthly.idxmax():%B} with {monthly.max():,.2f}")
print(f"Weakest month: {monthly.idxmin():%B} with {monthly.min():,.2f}")
for month, amount in outliers.items():
    print(f"Outlier: {month:%B} with {amount:,.2f} (z = {z_scores[month]:+.2f})")
print(f"Outliers: {len(outliers)}")
