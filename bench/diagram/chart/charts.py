"""Draws charts with matplotlib: one JSON order a line on standard input, one JSON answer a line on standard output."""

import json
import random
import sys


def draw_matplotlib(order):
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt
    from matplotlib.ticker import FuncFormatter

    spec, rng = order["spec"], random.Random(order["seed"])
    style = rng.choice(["default", "default", "ggplot", "seaborn-v0_8-whitegrid", "dark_background", "bmh", "fivethirtyeight"])
    with plt.style.context(style):
        size = (rng.uniform(4.5, 9), rng.uniform(3.2, 5.6))
        fig, ax = plt.subplots(figsize=size, dpi=100 * order["scale"])
        fig.patch.set_alpha(1)
        if style == "fivethirtyeight":
            plt.rcParams.update({"axes.titlesize": 14})
        names, series = spec["categories"], spec["series"]
        n = len(series)
        if spec["mark"] == "pie":
            wedge = {"width": 0.45} if rng.random() < 0.3 else {}
            if rng.random() < 0.5:
                wedge["edgecolor"] = "white"
            pct = "%1.1f%%" if rng.random() < 0.5 and "width" not in wedge else None
            if rng.random() < 0.6:
                ax.pie(series[0]["values"], labels=names, autopct=pct, startangle=rng.choice([0, 90, 90, 140]), wedgeprops=wedge)
            else:
                wedges = ax.pie(series[0]["values"], autopct=pct, startangle=90, counterclock=False, wedgeprops=wedge)[0]
                ax.legend(wedges, names, loc="center left", bbox_to_anchor=(1, 0.5))
            bounds = (0, 100)
        else:
            if spec["mark"] == "bar":
                at = range(len(names))
                base = [0.0] * len(names)
                for i, one in enumerate(series):
                    width = 0.8 if spec["stacked"] or n == 1 else 0.8 / n
                    xs = list(at) if spec["stacked"] or n == 1 else [x + (i - (n - 1) / 2) * width for x in at]
                    kw = {"label": one["name"]}
                    if spec["stacked"]:
                        kw["left" if spec["horizontal"] else "bottom"] = list(base)
                    bars = (ax.barh if spec["horizontal"] else ax.bar)(xs, one["values"], width, **kw)
                    base = [a + b for a, b in zip(base, one["values"])]
                    if spec["dataLabels"]:
                        ax.bar_label(bars)
                (ax.set_yticks if spec["horizontal"] else ax.set_xticks)(list(at))
                (ax.set_yticklabels if spec["horizontal"] else ax.set_xticklabels)(names)
                if spec["horizontal"]:
                    ax.invert_yaxis()
            else:
                marker = rng.choice([None, None, "o", "s", "^"])
                for i, one in enumerate(series):
                    dash = "--" if i == n - 1 and rng.random() < 0.2 else "-"
                    xs = [float(x) for x in names] if spec["numeric"] else names
                    ax.plot(xs, one["values"], dash, marker=marker, label=one["name"])
            if style in ("default", "dark_background") and rng.random() < 0.5:
                ax.grid(True, axis=rng.choice(["both", "y"]), alpha=0.4)
            axis = ax.xaxis if spec["horizontal"] else ax.yaxis
            form = spec["format"]
            if form == "comma":
                axis.set_major_formatter(FuncFormatter(lambda v, _: f"{v:,.10g}"))
            elif form == "percent":
                axis.set_major_formatter(FuncFormatter(lambda v, _: f"{v:g}%"))
            elif form == "k":
                axis.set_major_formatter(FuncFormatter(lambda v, _: "0" if v == 0 else f"{v / 1000:g}k"))
            elif form == "dollar":
                axis.set_major_formatter(FuncFormatter(lambda v, _: f"{'-' if v < 0 else ''}${abs(v):,.10g}"))
            if spec["horizontal"]:
                ax.set_xlabel(spec["valueTitle"])
                ax.set_ylabel(spec["categoryTitle"])
            else:
                ax.set_ylabel(spec["valueTitle"])
                ax.set_xlabel(spec["categoryTitle"])
            if spec["legend"]:
                if rng.random() < 0.5:
                    ax.legend()
                else:
                    ax.legend(loc="center left", bbox_to_anchor=(1, 0.5))
            fig.canvas.draw()
            if not spec["horizontal"] and not spec["numeric"]:
                boxes = [t.get_window_extent() for t in ax.get_xticklabels()]
                if any(a.x1 > b.x0 - 2 for a, b in zip(boxes, boxes[1:])):
                    ax.tick_params(axis="x", rotation=rng.choice([45, 90]))
            bounds = ax.get_xlim() if spec["horizontal"] else ax.get_ylim()
        if spec["title"]:
            ax.set_title(spec["title"])
        fig.savefig(order["file"], bbox_inches="tight", pad_inches=0.15)
        plt.close(fig)
    return {"theme": style, "range": list(bounds)}


for line in sys.stdin:
    order = json.loads(line)
    try:
        answer = draw_matplotlib(order)
    except Exception as error:  # one drawing that fails is reported, the others go on
        answer = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps(answer), flush=True)
