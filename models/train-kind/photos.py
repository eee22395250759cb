"""Photographs for training and measuring, out of packages that ship them.

    python models/train-kind/photos.py DEBS OUT

DEBS holds unpacked Debian packages (plasma-workspace-wallpapers, mate-backgrounds, lomiri-wallpapers-16.04,
lomiri-wallpapers-20.04, opencv-doc); scikit-image and scikit-learn are installed. The training pictures are
crops; the held-out ones (other photographers, other cameras) stay whole.
"""

import glob
import os
import random
import sys

from PIL import Image

debs, out = sys.argv[1:3]
random.seed(5)

PLASMA = "Autumn BytheWater ColorfulCups DarkestHour EveningGlow FallenLeaf Grey OneStandsOut Path Kite summer_1am".split()
train = []
for name in PLASMA:
    train += sorted(glob.glob(f"{debs}/plasma-workspace-wallpapers/usr/share/wallpapers/{name}/contents/images/1280x1024.*"))
train += sorted(glob.glob(f"{debs}/mate-backgrounds/usr/share/backgrounds/mate/nature/*.jpg"))
NOT_PHOTOS = ("Kubuntu", "Romang", "Infinite", "Tangram", "pattern", "Xenial", "Gradient", "brane")
for package in ("lomiri-wallpapers-16.04", "lomiri-wallpapers-20.04"):
    train += [
        f
        for f in sorted(glob.glob(f"{debs}/{package}/usr/share/backgrounds/*.jpg"))
        if not any(n.lower() in f.lower() for n in NOT_PHOTOS)
    ]

import sklearn

train += sorted(glob.glob(os.path.dirname(sklearn.__file__) + "/datasets/images/*.jpg"))

os.makedirs(f"{out}/train/photo", exist_ok=True)
index = 0
for file in train:
    image = Image.open(file).convert("RGB")
    for k in range(7):
        share = 1.0 if k == 0 else random.uniform(0.25, 0.8)
        ratio = random.choice([1.0, 1.33, 1.5, 1.78, 0.75, 0.67])
        w = min(image.width, int(image.width * share))
        h = min(image.height, int(w / ratio)) if k else image.height
        x, y = random.randint(0, image.width - w), random.randint(0, image.height - h)
        crop = image.crop((x, y, x + w, y + h))
        target = random.randint(300, 1600)
        if max(crop.size) > target:
            crop.thumbnail((target, target), Image.LANCZOS)
        if min(crop.size) < 120:
            continue
        name = os.path.basename(file).split(".")[0] if "x1024" not in file else file.split("/")[-4]
        crop.save(f"{out}/train/photo/{name.replace('_', '-')}_{k}.jpg", quality=random.randint(55, 95))
        index += 1
print(len(train), "photos,", index, "training crops")

import skimage

OPENCV = "aero1 aero3 aloeL apple baboon board building butterfly ela_original fruits home left01 leuvenA licenseplate_motion messi5 orange squirrel_cls stuff basketball1 box_in_scene chicky_512 graf1 rubberwhale1 smarties".split()
held = []
for name in OPENCV:
    held += glob.glob(f"{debs}/opencv-doc/usr/share/doc/opencv-doc/examples/data/{name}.*g")
SKIMAGE = "astronaut coffee chelsea rocket camera coins brick grass gravel hubble_deep_field motorcycle_left retina moon ihc clock_motion".split()
for name in SKIMAGE:
    held += glob.glob(os.path.dirname(skimage.__file__) + f"/data/{name}.*g")
os.makedirs(f"{out}/held-out/photo", exist_ok=True)
for file in held:
    source = "opencv" if "opencv" in file else "skimage"
    Image.open(file).convert("RGB").save(f"{out}/held-out/photo/{source}_{os.path.basename(file).split('.')[0]}.jpg", quality=92)
print(len(held), "held-out photos")
