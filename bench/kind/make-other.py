"""Held-out pictures by programs that made no training picture: gnuplot, pygal, seaborn, TeX,
Pygments' own image writer, other icon themes, and windows of real desktop programs under Xvfb.

    python bench/kind/make-other.py DEBS OUT [FUNCTION…]

Needs gnuplot-nox, poppler-utils, texlive, xvfb, xterm, xfce4-terminal, zenity, geany, mousepad, imagemagick
and, from PyPI, matplotlib, seaborn, pygal, pygments, rich, cairosvg. What is not there is skipped and named.
"""

import glob
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time

debs, out = sys.argv[1:3]
random.seed(11)


def target(kind, name):
    os.makedirs(f"{out}/{kind}", exist_ok=True)
    return f"{out}/{kind}/{name}"


def attempt(make):
    try:
        make()
    except Exception as error:  # a missing program must not stop the others
        print(f"{make.__name__}: {type(error).__name__}: {error}", file=sys.stderr)


def gnuplot_charts():
    scripts = [
        'set title "Damped oscillation"; set xlabel "time (s)"; set ylabel "amplitude"; plot exp(-x/5)*cos(3*x) w l, exp(-x/5) w l dt 2',
        'set title "Population"; set style data histogram; set style fill solid; $d << E\nA 3 5\nB 6 2\nC 4 7\nD 8 5\nE\nplot $d using 2:xtic(1) t "2024", "" u 3 t "2025"',
        'set xlabel "x"; set ylabel "f(x)"; set grid; plot [-5:5] sin(x), cos(x), atan(x)',
        'splot x**2-y**2',
        'set pm3d map; set title "Field"; splot sin(x/2)*cos(y/3)',
        'set polar; set grid polar; plot 2*sin(4*t)',
    ]
    for i, script in enumerate(scripts):
        terminal = 'set terminal pngcairo size 720,480;' if i % 2 else 'set terminal png size 640,480;'
        path = target("chart", f"gnuplot_{i}.png")
        subprocess.run(["gnuplot"], input=f'{terminal} set output "{path}"; {script}\n', text=True, check=True, capture_output=True)


def seaborn_charts():
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt
    import numpy as np
    import seaborn as sns

    rng = np.random.default_rng(3)
    for i, style in enumerate(["whitegrid", "darkgrid", "ticks", "white", "dark", "whitegrid", "darkgrid", "ticks"]):
        sns.set_theme(style=style)
        figure, axes = plt.subplots(figsize=(6.4, 4.4))
        x = rng.normal(size=120)
        draw = [
            lambda: sns.histplot(x=x, kde=True, ax=axes),
            lambda: sns.scatterplot(x=x, y=x * 2 + rng.normal(size=120), ax=axes),
            lambda: sns.heatmap(rng.normal(size=(8, 8)), ax=axes, annot=i > 1),
            lambda: sns.violinplot(data=[rng.normal(k, 1, 50) for k in range(4)], ax=axes),
            lambda: sns.barplot(x=list("ABCDE"), y=rng.uniform(1, 9, 5), ax=axes),
            lambda: sns.lineplot(x=np.arange(40), y=rng.normal(size=40).cumsum(), ax=axes),
            lambda: sns.kdeplot(x=x, y=rng.normal(size=120), fill=True, ax=axes),
            lambda: sns.regplot(x=x, y=x + rng.normal(size=120), ax=axes),
        ][i]
        draw()
        axes.set_title(["Distribution of heights", "Speed against load", "Correlation", "Spread by group", "Sales by region", "Daily visitors", "Density", "Fit"][i])
        figure.savefig(target("chart", f"seaborn_{i}.png"), dpi=110)
        plt.close(figure)


def pygal_charts():
    import cairosvg
    import pygal

    for i, make in enumerate([pygal.Bar, pygal.Line, pygal.Pie, pygal.Radar, pygal.StackedBar, pygal.HorizontalBar]):
        chart = make(title=["Browser usage", "Rainfall", "Energy mix", "Skills", "Exports", "Response time"][i], width=760, height=480)
        chart.x_labels = ["Jan", "Feb", "Mar", "Apr", "May"]
        for name in ("North", "South", "West"):
            chart.add(name, [random.randint(1, 50) for _ in range(1 if make is pygal.Pie else 5)])
        cairosvg.svg2png(chart.render(disable_xml_declaration=False), write_to=target("chart", f"pygal_{i}.png"))


TEX_TABLES = [
    r"\begin{tabular}{lrr}\toprule Model & Accuracy & Parameters\\\midrule %s \bottomrule\end{tabular}",
    r"\begin{tabular}{|l|c|c|c|}\hline Country & Capital & Area & Population\\\hline %s \hline\end{tabular}",
    r"\begin{tabular}{l|rrrr} Year & Q1 & Q2 & Q3 & Q4\\\hline %s \end{tabular}",
]


def tex_tables():
    rows = [
        [("Small", "81.2", "4.1 M"), ("Base", "84.9", "22 M"), ("Large", "86.3", "88 M"), ("Huge", "87.0", "305 M")],
        [("France", "Paris", "551", "68 M"), ("Japan", "Tokyo", "378", "124 M"), ("Kenya", "Nairobi", "580", "55 M"), ("Peru", "Lima", "1285", "34 M"), ("Norway", "Oslo", "385", "5.5 M")],
        [(str(y), *(str(random.randint(100, 999)) for _ in range(4))) for y in range(2015, 2026)],
    ]
    for i in range(9):
        k = i % 3
        lines = r"\\ ".join(" & ".join(r) for r in rows[k]) + r"\\"
        size = ["\\normalsize", "\\large", "\\small"][i // 3]
        tex = rf"\documentclass[border={random.randint(2, 14)}pt]{{standalone}}\usepackage{{booktabs}}\begin{{document}}{size} {TEX_TABLES[k] % lines}\end{{document}}"
        with tempfile.TemporaryDirectory() as folder:
            open(f"{folder}/t.tex", "w").write(tex)
            subprocess.run(["pdflatex", "-interaction=batchmode", "t.tex"], cwd=folder, check=True, capture_output=True)
            subprocess.run(["pdftoppm", "-png", "-singlefile", "-r", str([150, 200, 110][i // 3]), "t.pdf", "t"], cwd=folder, check=True)
            shutil.move(f"{folder}/t.png", target("table", f"tex_{i}.png"))


def tex_documents():
    found = sorted(glob.glob("/usr/share/doc/texlive-doc/**/*.pdf", recursive=True) + glob.glob("/usr/share/texlive/**/*.pdf", recursive=True))
    found = [f for f in found if 30_000 < os.path.getsize(f) < 3_000_000]
    random.shuffle(found)
    seen, n = set(), 0
    for file in found:
        folder = os.path.dirname(file)
        if folder in seen or n >= 30:
            continue
        seen.add(folder)
        path = target("document", f"tex_{os.path.basename(file)[:-4]}")
        page = str(random.choice([1, 1, 2, 3]))
        subprocess.run(["pdftoppm", "-png", "-singlefile", "-f", page, "-r", random.choice(["75", "100", "130"]), file, path], capture_output=True)
        n += os.path.exists(path + ".png")


TIKZ = [
    r"\node[b](a){Browser};\node[b,right=of a](p){Proxy};\node[b,right=of p](s){Server};\node[b,below=of s](d){Database};\draw[->](a)--(p);\draw[->](p)--(s);\draw[<->](s)--node[right]{SQL}(d);",
    r"\node[c](a){$q_0$};\node[c,right=of a](b){$q_1$};\node[c,right=of b](c){$q_2$};\draw[->](a)--node[above]{0}(b);\draw[->](b)--node[above]{1}(c);\draw[->](c)to[bend left=40]node[below]{0}(a);",
    r"\node[b]{Director}child{node[b]{Sales}}child{node[b]{Research}child{node[b]{Lab}}}child{node[b]{Legal}};",
    r"\node[b,fill=yellow!30](r){Read};\node[b,fill=green!20,below=of r](c){Check};\node[b,fill=red!20,right=of c](f){Fail};\node[b,below=of c](w){Write};\draw[->](r)--(c);\draw[->](c)--node[above]{no}(f);\draw[->](c)--node[left]{yes}(w);",
]


def tikz_diagrams():
    for i, picture in enumerate(TIKZ):
        tex = (
            r"\documentclass[border=8pt]{standalone}\usepackage{tikz}\usetikzlibrary{positioning}\begin{document}"
            r"\begin{tikzpicture}[sibling distance=28mm,b/.style={draw,rounded corners,minimum height=8mm},c/.style={draw,circle}]"
            + picture
            + r"\end{tikzpicture}\end{document}"
        )
        with tempfile.TemporaryDirectory() as folder:
            open(f"{folder}/t.tex", "w").write(tex)
            subprocess.run(["pdflatex", "-interaction=batchmode", "t.tex"], cwd=folder, check=True, capture_output=True)
            subprocess.run(["pdftoppm", "-png", "-singlefile", "-r", "170", "t.pdf", "t"], cwd=folder, check=True)
            shutil.move(f"{folder}/t.png", target("diagram", f"tikz_{i}.png"))


def pygments_code():
    from pygments import highlight
    from pygments.formatters import ImageFormatter
    from pygments.lexers import get_lexer_for_filename

    files = [random.__file__, tempfile.__file__, subprocess.__file__] + sorted(glob.glob("/usr/include/*.h"))[5:8] + sorted(glob.glob("/usr/share/perl/*/*.pm"))[3:5]
    for i, file in enumerate(files):
        code = "".join(open(file, errors="replace").readlines()[60 : 60 + random.randint(14, 40)])
        style = ["monokai", "default", "solarized-light", "native", "vs", "dracula", "friendly", "xcode"][i % 8]
        image = highlight(code, get_lexer_for_filename(file), ImageFormatter(style=style, line_numbers=i % 2 == 0, font_name="DejaVu Sans Mono", font_size=13 + i % 4))
        open(target("code", f"pygments_{i}.png"), "wb").write(image)


def rich_terminals():
    import cairosvg
    from rich.console import Console
    from rich.table import Table
    from rich.traceback import Traceback

    for i in range(4):
        console = Console(record=True, width=90, file=open(os.devnull, "w"))
        if i == 0:
            console.print("[bold green]$[/] pytest -q\n...F..\n[red]FAILED[/] tests/test_api.py::test_login - AssertionError: 401 != 200\n1 failed, 5 passed in 0.42s")
        elif i == 1:
            try:
                {}["missing"]
            except KeyError:
                console.print(Traceback(show_locals=True))
        elif i == 2:
            table = Table(title="pods")
            for head in ("NAME", "READY", "STATUS", "AGE"):
                table.add_column(head)
            for name in ("web-7d9f", "api-5c6b", "worker-1a2b"):
                table.add_row(name, "1/1", "Running", "3d")
            console.print("$ kubectl get pods", table)
        else:
            console.print("$ git diff\n[bold]diff --git a/app.py b/app.py[/]\n[red]- print('hello')[/]\n[green]+ print('hello, world')[/]\n")
        cairosvg.svg2png(console.export_svg(title="terminal").encode(), write_to=target("terminal", f"rich_{i}.png"))


def icons():
    for theme, pattern in (("papirus", "papirus-icon-theme/usr/share/icons/Papirus/64x64/apps/*.svg"), ("tango", "tango-icon-theme/usr/share/icons/Tango/scalable/*/*.svg")):
        import cairosvg

        files = [f for f in sorted(glob.glob(f"{debs}/{pattern}")) if not os.path.islink(f)]
        for file in random.sample(files, 12):
            size = random.choice([32, 48, 64, 128, 256, 512])
            cairosvg.svg2png(url=file, write_to=target("icon", f"{theme}_{os.path.basename(file)[:-4]}.png"), output_width=size, output_height=size, background_color="white")


COMMANDS = [
    "ls -la /usr/share | head -30",
    "cat /etc/os-release; uname -a; df -h",
    "ps aux | head -25",
    "gcc -o /tmp/none /tmp/none.c",
    "python3 -c 'import nothing_here'",
    "git -C / status; echo; git --help | head -30",
    "find /usr/include -name 'std*' | head -40",
    "apt-cache policy bash python3 2>/dev/null | head -24; free -m",
]


def desktop_windows():
    display = ":77"
    server = subprocess.Popen(["Xvfb", display, "-screen", "0", "1280x900x24"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    env = {**os.environ, "DISPLAY": display, "GTK_THEME": "Adwaita", "NO_AT_BRIDGE": "1"}
    time.sleep(1.5)

    def shoot(command, kind, name, seconds=2.0, **more):
        program = subprocess.Popen(command, env={**env, **more}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        time.sleep(seconds)
        path = target(kind, name)
        subprocess.run(["import", "-window", "root", path], env=env, check=True, capture_output=True)
        os.killpg(program.pid, 15)
        program.wait()
        # The window stands on the black root: keep the window only.
        subprocess.run(["mogrify", "-bordercolor", "black", "-border", "1", "-trim", "+repage", path], check=True, capture_output=True)

    try:
        for i, command in enumerate(COMMANDS):
            shell = f"PS1='user@host:~$ '; echo \"user@host:~$ {command.split(';')[0]}\"; {command}; printf 'user@host:~$ '; sleep 20"
            colours = [["-bg", "#101010", "-fg", "#dddddd"], ["-bg", "white", "-fg", "black"], ["-bg", "#002b36", "-fg", "#93a1a1"]][i % 3]
            shoot(["xterm", "-fa", "DejaVu Sans Mono", "-fs", str(10 + i % 4), "-geometry", f"{90 + 5 * i}x{24 + 2 * i}", *colours, "-e", "bash", "-c", shell], "terminal", f"xterm_{i}.png")
        zenity = [
            ["--error", "--text=The file notes.txt could not be opened.\nPermission denied.", "--title=Error"],
            ["--question", "--text=Delete 3 files from Downloads? This cannot be undone.", "--title=Delete"],
            ["--info", "--text=The update was installed.", "--title=Software Update"],
            ["--warning", "--text=The battery is at 5 %. Plug in the charger.", "--title=Power"],
            ["--entry", "--text=New folder name:", "--title=Create Folder", "--entry-text=Photos"],
            ["--forms", "--add-entry=First name", "--add-entry=Last name", "--add-password=Password", "--text=Create an account", "--title=Account"],
            ["--password", "--title=Authentication"],
            ["--scale", "--text=Volume", "--value=40", "--title=Sound"],
            ["--progress", "--percentage=60", "--text=Copying photos…", "--title=Copy"],
            ["--calendar", "--text=Choose a date", "--title=Calendar"],
        ]
        for i, arguments in enumerate(zenity):
            theme = "Adwaita:dark" if i % 3 == 2 else "Adwaita"
            shoot(["zenity", *arguments, "--width", str(320 + 20 * i)], "dialog", f"zenity_{i}.png", GTK_THEME=theme)
        sources = [random.__file__, "/usr/include/stdlib.h", "/usr/include/math.h", tempfile.__file__]
        for i, file in enumerate(sources):
            shoot(["geany", "-i", "-p", file], "code", f"geany_{i}.png", 4)
            shoot(["mousepad", file], "code", f"mousepad_{i}.png", 3)
    finally:
        server.terminate()


CHOSEN = sys.argv[3:]
for make in (gnuplot_charts, seaborn_charts, pygal_charts, tex_tables, tex_documents, tikz_diagrams, pygments_code, rich_terminals, icons, desktop_windows):
    if not CHOSEN or make.__name__ in CHOSEN:
        attempt(make)
