# df is the table of the earlier step; the interpreter still has it.
by_product = df.groupby("product")["amount"].agg(["sum", "count"]).sort_values("sum")

fig, ax = plt.subplots(figsize=(8, 4.0))
bars = ax.barh(by_product.index, by_product["sum"] / 1000, color="#a9bfe8", height=0.6)
bars[-1].set_color("#3b6fd4")
ax.bar_label(bars, fmt="%.1f k", padding=4)
ax.set(title="Sales by product, 2025", xlabel="Amount in thousands")
ax.spines[["top", "right"]].set_visible(False)
fig.savefig("/output/products.png", dpi=150, bbox_inches="tight")

for product, row in by_product.iloc[::-1].iterrows():
    print(f"{product}: {row['sum']:,.2f} in {row['count']:.0f} sales")
print(f"Top product: {by_product.index[-1]}")
