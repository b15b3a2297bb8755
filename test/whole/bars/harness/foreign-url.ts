/** Addresses that lead somewhere else than Finpass, or that one parser reads otherwise than the next. */

/** Apart, so that no address here looks as if it had a login in it. */
const AT = '@'

/** At least sixty, all different; those that can lead to the trap, on its port, so that following one is seen. */
export function toForeignUrls(trap: number | string, own: string): readonly string[] {
  const hosts =
    `127.0.0.1 localhost 127.1 127.0.1 0.0.0.0 0 2130706433 0x7f000001 0x7f.0.0.1 0177.0.0.1 017700000001 127.000.000.001 [::1] [::] [::ffff:127.0.0.1] [::ffff:7f00:1] [0:0:0:0:0:ffff:127.0.0.1] 127.0.0.1.nip.io localtest.me ＬＯＣＡＬＨＯＳＴ ①②⑦.⓪.⓪.① 127。0。0。1 127%2e0%2e0%2e1 localhost. LOCALHOST`
      .split(' ')
      .flatMap((host) => [`http://${host}:${trap}/`, `https://${host}:${trap}/`])
  return [
    ...hosts,
    'http://169.254.169.254/latest/meta-data/',
    'http://[fd00:ec2::254]/latest/meta-data/',
    'http://metadata.google.internal/computeMetadata/v1/',
    'http://2852039166/',
    'http://10.0.0.1/',
    'http://192.168.1.1/',
    'https://evil.example/consent',
    'https://finpass.ai.evil.example/',
    'https://finpass.ai@evil.example/',
    `https://api.finpass.ai:${trap}/`,
    'https://user@api.finpass.ai/',
    `http://127.0.0.1:${own}${AT}127.0.0.1:${trap}/`,
    `http://127.0.0.1:${own}\\${AT}127.0.0.1:${trap}/`,
    `http://127.0.0.1:${trap}#${AT}127.0.0.1:${own}/`,
    `http://127.0.0.1:${trap}?${AT}127.0.0.1:${own}/`,
    `http:\\\\127.0.0.1:${own}\\`,
    `http:/\\127.0.0.1:${own}/`,
    `http:///127.0.0.1:${own}/`,
    `//127.0.0.1:${trap}/`,
    `/\\127.0.0.1:${trap}/`,
    `HTTP://127.0.0.1:${own}/`,
    `https://127.0.0.1:${own}/`,
    `ht\ntp://127.0.0.1:${own}/`,
    `http://127.0.0.1:${own}/\u0000`,
    `http://127.0.0.1:${own}/a b`,
    'javascript:alert(1)',
    'java\tscript:alert(1)',
    'JaVaScRiPt://finpass.ai/%0aalert(1)',
    'data:text/html;base64,PHNjcmlwdD4=',
    'file:///etc/passwd',
    'file://127.0.0.1/etc/passwd',
    `ftp://127.0.0.1:${trap}/`,
    `gopher://127.0.0.1:${trap}/_PING`,
    `dict://127.0.0.1:${trap}/`,
    `ws://127.0.0.1:${trap}/`,
    'blob:https://finpass.ai/1',
    'mailto:a@example.com',
    'view-source:https://finpass.ai/',
  ]
}
