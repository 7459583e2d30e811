"""email: parsing, building, headers encoded and decoded, attachments, dates and addresses, policies, defects. Prints messages and what is read back."""
import email
import email.charset
import email.encoders
import email.header
import email.policy
import email.utils
from email.message import EmailMessage, Message
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

RAW = """\
From: "Ann, A." <ann@example.com>
To: bob@example.com,
\tCid <cid@example.org>
Subject: =?utf-8?q?caf=C3=A9?= and =?iso-8859-1?b?6Q==?= done
Date: Mon, 05 Feb 2024 10:20:30 +0100
Received: one
Received: two
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="BB"; other*=utf-8''na%C3%AFve

preamble
--BB
Content-Type: text/plain; charset="utf-8"
Content-Transfer-Encoding: quoted-printable

caf=C3=A9 =
joined
--BB
Content-Type: application/octet-stream; name="x.bin"
Content-Transfer-Encoding: base64
Content-Disposition: attachment; filename="x.bin"

AAEC/w==
--BB--
epilogue
"""
m = email.message_from_string(RAW)
print(m["subject"], m.get_all("received"), m.keys(), m.get_content_type(), m.get_boundary(), m.get_param("other"), m.is_multipart(), repr(m.preamble), repr(m.epilogue), m["nothing"], len(m), "DATE" in m)
for part in m.walk():
    print(part.get_content_type(), part.get_filename(), part.get_content_charset(), part.get_content_disposition(), repr(part.get_payload(decode=True)))
print(m.as_string() == RAW, email.header.decode_header(m["subject"]), str(email.header.make_header(email.header.decode_header(m["subject"]))))
print(email.utils.getaddresses([m["from"], m["to"]]), email.utils.parsedate_to_datetime(m["date"]), email.utils.parsedate_tz(m["date"]), email.utils.mktime_tz(email.utils.parsedate_tz(m["date"])))
n = email.message_from_bytes(RAW.encode(), policy=email.policy.default)
print(n["subject"], type(n["subject"]).__name__, n["to"].addresses, n["from"].addresses[0].display_name, n["date"].datetime, n["content-type"].params, n.get_body().get_content(), [a.get_content() for a in n.iter_attachments()])

e = EmailMessage()
e["Subject"] = "H\u00e9llo \u20ac " + "long " * 15
e["From"] = email.headerregistry.Address("J\u00f6rg", "jorg", "example.com") if hasattr(email, "headerregistry") else "x"
e["To"] = "a@example.com, b@example.com"
e["Date"] = email.utils.parsedate_to_datetime("Tue, 1 Jan 2030 00:00:00 -0000")
e.set_content("Body with \u20ac and a line\n" + "x" * 80 + "\n")
e.add_alternative("<p>B\u00f6dy</p>", subtype="html")
e.add_attachment(b"\0\1\2", maintype="image", subtype="png", filename="p\u00efc.png")
e.add_attachment("text here", filename="t.txt")
for part in e.walk():
    if part.is_multipart():
        part.set_boundary("==%s==" % part.get_content_subtype())
text = e.as_string()
print(text)
back = email.message_from_string(text, policy=email.policy.default)
print(back["subject"] == e["subject"].strip() or back["subject"], back["to"], [p.get_content_type() for p in back.walk()], back.get_body(("html",)).get_content(), [a.get_filename() for a in back.iter_attachments()])
for bad in [lambda: e.__setitem__("Subject", "again"), lambda: e.__setitem__("X", "a\nb"), lambda: e.set_content(3), lambda: e["to"].addresses.append(1), lambda: e.add_header("content-type", "x"), lambda: EmailMessage().get_content(), lambda: m.attach("x") or m.set_payload(b"\xff")]:
    try:
        print(bad())
    except Exception as error:
        print(type(error).__name__, error)
old = MIMEMultipart("related", boundary="XX")
old["Subject"] = email.header.Header("\u00fcber", "utf-8")
old.attach(MIMEText("plain"))
old.attach(MIMEText("\u00e9", "html", "iso-8859-1"))
base = MIMEBase("application", "zip", name="z.zip")
base.set_payload(b"PK\3\4" * 20)
email.encoders.encode_base64(base)
base.add_header("Content-Disposition", "attachment", filename=("utf-8", "", "n\u00e4me.zip"))
old.attach(base)
old.add_header("X-Many", "v", a="1", b=None, c="x y")
print(old.as_string())
del old["x-many"]
old.replace_header("subject", "plain")
print(old["Subject"], old.get_default_type(), old.get_payload(1).get_payload(decode=True), base.get_filename(), base.get_params())
for text in ["To: x\n\nbody", "no header here\n\nbody", "A: 1\n continued\nB : 2\n\n", "Content-Type: multipart/mixed\n\nx", "Content-Type: multipart/mixed; boundary=Q\n\nno parts", "", ": empty\n\n", "Content-Transfer-Encoding: base64\n\nab!c",
             "Content-Type: text\n\n", "From ann Mon\nX: y\n\nz", "Subject: =?utf-8?q?broken\n\n", "Subject: =?nosuch?q?x?=\n\n"]:
    p = email.message_from_string(text)
    print(p.items(), repr(p.get_payload(decode=True)), [type(d).__name__ for d in p.defects], p.get_content_type())
print(email.utils.formataddr(("J\u00f6", "j@x.org")), email.utils.formataddr(('A "q" B', "a@b")), email.utils.parseaddr("weird (comment) <a@b>"), email.utils.parseaddr("no address"), email.utils.formatdate(0), email.utils.formatdate(86400, usegmt=True),
      email.utils.quote('a"b\\'), email.utils.unquote('"x\\"y"'), email.utils.encode_rfc2231("\u00e9", "utf-8"), email.utils.decode_rfc2231("utf-8'en'%C3%A9"), email.utils.collapse_rfc2231_value(("utf-8", "", "x")))
print(email.utils.parsedate("20 Nov 1995 19:12:08 -0500"), email.utils.parsedate("junk"), email.utils.parsedate_tz("Mon, 1 Jan 01 00:00 EST"))
print(repr(str(email.header.Header("x" * 30 + " " + "\u20ac" * 30, "utf-8", maxlinelen=40).encode())), email.charset.Charset("utf8").get_body_encoding(), email.charset.Charset("latin1"))
msg = Message()
msg.add_header("Content-Type", "text/plain", format="flowed")
msg.set_param("charset", "utf-8")
msg.del_param("format")
print(msg["content-type"], msg.as_bytes(), bytes(msg), msg.get_charsets(), msg.get_unixfrom())
print(email.policy.SMTP.linesep == "\r\n", e.as_bytes(policy=email.policy.SMTP)[:30], email.policy.default.clone(max_line_length=20), email.policy.strict.raise_on_defect)
