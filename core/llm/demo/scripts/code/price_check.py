# What the office needs, and how many of each.
shopping = {"paper": 40, "toner": 3, "pens": 60, "lamp": 2}
suppliers = ["Alder", "Birch", "Cedar"]

totals = {}
for supplier in suppliers:
    total = 0
    try:
        for product, count in shopping.items():
            total += count * call_tool("price", product=product, supplier=supplier)
    except ToolError as missing:
        print(f"Skipped: {supplier} ({missing})")
        continue
    totals[supplier] = total
    print(f"{supplier}: {total:.2f}")

best = min(totals, key=totals.get)
print(f"Cheapest: {best}, {totals[best]:.2f}")
