"""mailbox: mbox, maildir, mh and babyl kept in a directory of their own: adding, reading, flags, folders, removing, packing. Prints what is kept."""
import email
import mailbox
import os
import tempfile


def t(f, *args, **kwargs):
    try:
        print(f(*args, **kwargs))
    except Exception as e:
        print(type(e).__name__ + ":", str(e).replace(place, ""))


def letter(n, body="Body"):
    return f"From: a{n}@example.com\nSubject: number {n}\n\n{body} {n}\nFrom the start\n"


with tempfile.TemporaryDirectory() as place:
    box = mailbox.mbox(os.path.join(place, "mbox"))
    box.lock()
    keys = [box.add(letter(0)), box.add(email.message_from_string(letter(1))), box.add(letter(2).encode())]
    m = mailbox.mboxMessage(letter(3))
    m.set_from("someone", (2024, 1, 2, 3, 4, 5, 1, 2, 0))
    m.set_flags("RF")
    m.add_flag("A")
    m.remove_flag("F")
    keys.append(box.add(m))
    box.flush()
    print(keys, len(box), box.keys(), 2 in box, 9 in box, [x["subject"] for x in box], box[3].get_flags(), box[3].get_from(), box.get_string(0)[:30], box.get_bytes(1)[-20:], box.get(7, "default"))
    with open(os.path.join(place, "mbox"), "rb") as f:
        data = f.read()
        print(data.count(b"\n>From the"), data.count(b"\nFrom "), data[-60:])
    t(box.__getitem__, 9)
    t(box.remove, 9)
    t(box.__setitem__, 9, letter(1))
    t(box.add, 3)
    t(box.add, "subject: caf\u00e9\n\nx")
    box.discard(9)
    del box[1]
    box[0] = letter("new")
    print(box.pop(2)["subject"], box.pop(2, None), box.popitem()[0], box.keys())
    box.flush()
    print(sorted(box.keys()), [box.get_file(k).read()[:20] for k in box.keys()])
    box.update({box.keys()[0]: letter("updated")})
    t(box.update, {77: letter(1)})
    box.unlock()
    box.close()
    print([x.get_payload() for x in mailbox.mbox(os.path.join(place, "mbox"))])
    t(mailbox.mbox, os.path.join(place, "none"), None, False)

    md = mailbox.Maildir(os.path.join(place, "md"))
    m = mailbox.MaildirMessage(letter(1))
    m.set_subdir("cur")
    m.set_flags("SF")
    m.set_date(1000)
    k = md.add(m)
    k2 = md.add(letter(2))
    print(len(md), sorted(os.listdir(os.path.join(place, "md"))), md[k].get_flags(), md[k].get_subdir(), md[k2].get_subdir(), md[k].get_date(), md[k].get_info(), sorted(x["subject"] for x in md.values()))
    folder = md.add_folder("old.stuff")
    folder.add(md[k2])
    print(md.list_folders(), len(md.get_folder("old.stuff")), sorted(os.listdir(os.path.join(place, "md", ".old.stuff"))))
    t(md.get_folder, "zz")
    t(md.remove_folder, "old.stuff")
    md.get_folder("old.stuff").clear()
    md.remove_folder("old.stuff")
    md.remove(k)
    print(len(md), md.list_folders(), k in md)
    t(m.set_subdir, "tmp")
    t(m.set_date, "x")
    t(m.set_info, 3)

    mh = mailbox.MH(os.path.join(place, "mh"))
    for i in range(5):
        mh.add(letter(i))
    mh.remove(2)
    mh.set_sequences({"unseen": [1, 3], "odd": [1, 3, 4, 5]})
    print(mh.keys(), mh.get_sequences(), mh[3].get_sequences(), sorted(os.listdir(os.path.join(place, "mh"))))
    mh.pack()
    print(mh.keys(), mh.get_sequences(), mh[2]["subject"])
    sub = mh.add_folder("inner")
    print(mh.list_folders(), sub.add(letter(9)), len(mh.get_folder("inner")))

    ba = mailbox.Babyl(os.path.join(place, "babyl"))
    m = mailbox.BabylMessage(letter(1))
    m.add_label("answered")
    m.add_label("mine")
    m.set_visible("From: shown\n\n")
    ba.add(m)
    ba.add(letter(2))
    ba.flush()
    ba.close()
    ba = mailbox.Babyl(os.path.join(place, "babyl"))
    print(len(ba), sorted(ba.get_labels()))
    with open(os.path.join(place, "babyl"), "rb") as f:
        print(f.read()[:80])

    mm = mailbox.MMDF(os.path.join(place, "mmdf"))
    mm.add(letter(1))
    mm.flush()
    with open(os.path.join(place, "mmdf"), "rb") as f:
        data = f.read()
        print(data[:9], data[-5:], mm[0]["from"])

    source = mailbox.MaildirMessage(letter(5))
    source.set_subdir("cur")
    source.set_flags("RSFT")
    for kind in (mailbox.mboxMessage, mailbox.MHMessage, mailbox.BabylMessage, mailbox.MMDFMessage, mailbox.Message):
        x = kind(source)
        print(kind.__name__, getattr(x, "get_flags", lambda: "-")(), getattr(x, "get_sequences", lambda: "-")(), getattr(x, "get_labels", lambda: "-")())
    x = mailbox.MaildirMessage(mailbox.mboxMessage("Status: RO\nX-Status: AF\n\nbody"))
    print(x.get_flags(), x.get_subdir())
    t(mailbox.mboxMessage, 5)
    box.close()
    for b in (mh, ba, mm, md):
        b.close()
