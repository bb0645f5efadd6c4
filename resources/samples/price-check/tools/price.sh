# Reads {"product":"...","supplier":"..."} and prints the price from prices.csv beside it.
arguments=$(cat)
product=$(printf '%s' "$arguments" | sed -n 's/.*"product":"\([a-z]*\)".*/\1/p')
supplier=$(printf '%s' "$arguments" | sed -n 's/.*"supplier":"\([A-Za-z]*\)".*/\1/p')
price=$(sed -n "s/^$product,$supplier,//p" tools/prices.csv)
if [ -z "$price" ]; then
    echo "$supplier does not sell this product." >&2
    exit 1
fi
echo "$price"
