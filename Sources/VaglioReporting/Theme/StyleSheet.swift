/// The page's style sheet: the tokens in both schemes, and the rules that use them.
///
/// It is made of literals of this program alone, which is why it may stand in a page unescaped.
struct StyleSheet: Sendable {
  /// The sheet that every page bears.
  static let page = StyleSheet()

  /// The sheet as CSS; it holds neither `<` nor `&`, so that HTML and XML read it alike.
  let text: String

  private init() {
    let light = Ink.allCases.map { "--\($0.rawValue):\($0.light)" }.joined(separator: ";")
    let dark = Ink.allCases.map { "--\($0.rawValue):\($0.dark)" }.joined(separator: ";")
    let inks = Ink.allCases.map {
      ".f-\($0.rawValue){fill:var(--\($0.rawValue))}.s-\($0.rawValue){stroke:var(--\($0.rawValue))}"
    }.joined()
    text =
      ":root{color-scheme:light dark;\(light)}\n"
      + "@media screen and (prefers-color-scheme:dark){:root{\(dark)}}\n"
      + Self.rules + inks + "\n"
  }

  private static let rules = """
    *{box-sizing:border-box}
    html{scroll-behavior:smooth}
    @media (prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
    body{margin:0;background:var(--bg);color:var(--text);font:400 1rem/1.5 Inter,system-ui,\
    -apple-system,"Segoe UI",sans-serif;font-variant-numeric:tabular-nums lining-nums;\
    overflow-wrap:anywhere}
    .page{max-width:76rem;margin:0 auto;padding:32px 32px 64px;display:grid;\
    grid-template-columns:minmax(0,13rem) minmax(0,1fr);column-gap:48px}
    .top{grid-column:1/-1}
    .brand{display:flex;flex-wrap:wrap;gap:4px 12px;align-items:baseline;margin:0 0 16px;\
    color:var(--muted);font-size:.875rem}
    .brand b{color:var(--text);font-weight:700;letter-spacing:.01em;font-size:1rem}
    h1{font-size:1.75rem;line-height:1.2;letter-spacing:-.015em;margin:0 0 24px;font-weight:700}
    h1 .vs{color:var(--muted);font-weight:400}
    h1 .c{color:var(--cand)}h1 .p{color:var(--prod)}
    h2{font-size:1.25rem;line-height:1.3;letter-spacing:-.01em;margin:0 0 8px;font-weight:700}
    h3{font-size:1rem;line-height:1.4;margin:0;font-weight:600}
    p{margin:0 0 12px;max-width:70ch}
    section{margin:0 0 32px;padding:32px 0 0;border-top:1px solid var(--line)}
    section:first-child{border-top:0;padding-top:8px}
    section[id],figure[id]{scroll-margin-top:16px}
    .banner{display:grid;grid-template-columns:auto minmax(0,1fr);gap:4px 28px;align-items:center;\
    padding:20px 24px;border:2px solid;border-left-width:8px;border-radius:6px;margin:0 0 16px}
    .banner .word{font-size:1.75rem;line-height:1.15;font-weight:700;letter-spacing:-.01em}
    .banner .why{font-size:1.0625rem;font-weight:600;margin:0 0 4px;max-width:none}
    .banner .sum{margin:0;color:var(--text);max-width:none;font-size:.9375rem}
    .v-pass{background:var(--t-pass);border-color:var(--pass)}.v-pass .word{color:var(--pass)}
    .v-fail{background:var(--t-fail);border-color:var(--fail)}.v-fail .word{color:var(--fail)}
    .v-open{background:var(--t-open);border-color:var(--open)}.v-open .word{color:var(--open)}
    .v-none{background:var(--t-none);border-color:var(--none)}.v-none .word{color:var(--none)}
    .tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,12rem),1fr));\
    gap:12px;margin:0 0 40px;padding:0;list-style:none}
    .tiles li{background:var(--surface);border-radius:6px;padding:14px 18px}
    .tiles .k{display:block;color:var(--muted);font-size:.875rem}
    .tiles .v{display:block;font-size:1.5rem;line-height:1.3;font-weight:700;letter-spacing:-.01em}
    .tiles .d{display:block;color:var(--muted);font-size:.8125rem}
    nav{font-size:.875rem}
    nav ol{list-style:none;margin:0;padding:0;position:sticky;top:24px}
    nav li{margin:0 0 2px}
    nav a{display:block;padding:5px 0 5px 12px;border-left:2px solid var(--line);\
    text-decoration:none;color:var(--muted);line-height:1.35}
    nav a:hover{border-color:var(--link);color:var(--link)}
    a{color:var(--link)}
    a:focus-visible,summary:focus-visible,.scroll:focus-visible{outline:3px solid var(--focus);\
    outline-offset:2px;border-radius:2px}
    .skip{position:absolute;left:-999rem;top:8px;background:var(--bg);padding:8px 16px;z-index:1}
    .skip:focus{left:8px}
    .scroll{overflow-x:auto;max-width:100%}
    .row{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,21rem),1fr));\
    gap:28px 32px;margin:16px 0 24px}
    figure{margin:0;min-width:0}
    .wide{margin:16px 0 24px;display:grid;gap:24px}
    figcaption{margin:0 0 12px}
    figcaption p{color:var(--muted);font-size:.875rem;margin:2px 0 0;max-width:80ch}
    svg{display:block;max-width:100%;height:auto}
    .row svg{width:100%;max-width:27rem}
    @media screen and (max-width:50rem){.wide .broad{min-width:46rem}.wide .narrow{min-width:27rem}\
    td.w:last-child:not(:nth-child(2)){min-width:15rem}}
    details{margin:8px 0 0;font-size:.875rem}
    summary{cursor:pointer;color:var(--muted);padding:3px 0;min-height:24px;width:fit-content}
    summary:hover{color:var(--link)}
    table{border-collapse:collapse;font-size:.875rem;margin:8px 0 16px;line-height:1.4}
    caption{text-align:left;color:var(--muted);padding:0 0 8px;font-size:.875rem}
    th,td{padding:8px 16px 8px 0;border-bottom:1px solid var(--line);text-align:left;\
    vertical-align:top;overflow-wrap:normal}
    tbody tr:last-child th,tbody tr:last-child td{border-bottom:0}
    thead th{border-bottom:1px solid var(--axis);color:var(--muted);font-weight:600;\
    vertical-align:bottom}
    tbody th{font-weight:500;min-width:9rem;max-width:26rem;overflow-wrap:anywhere}
    td.w{min-width:6rem;max-width:30rem;overflow-wrap:anywhere}
    tbody th small{display:block;font-weight:400;line-height:1.45;margin-top:2px}
    @media screen and (min-width:64rem){tbody th small{min-width:20rem}}
    th.n,td.n{text-align:right;white-space:nowrap;padding-left:12px}
    thead th.n{white-space:normal;overflow-wrap:normal}
    @media screen and (min-width:64rem){tbody th{min-width:11.5rem}th.n,td.n{padding-right:10px}}
    small{color:var(--muted);font-size:.8125rem}
    td[class*=g-] small{color:inherit}
    .g-w2{background:var(--w2)}.g-w1{background:var(--w1)}.g-b1{background:var(--b1)}\
    .g-b2{background:var(--b2)}
    .heat td{padding-left:12px;padding-right:12px}
    .badge{display:inline-block;padding:0 8px;border-radius:4px;font-weight:600;\
    white-space:nowrap;font-size:.8125rem;line-height:1.5rem}
    .r-pass{background:var(--t-pass);color:var(--pass)}.r-fail{background:var(--t-fail);\
    color:var(--fail)}.r-open{background:var(--t-open);color:var(--open)}\
    .r-none{background:var(--t-none);color:var(--none)}
    code{font:.8125rem/1.5 ui-monospace,"DejaVu Sans Mono",monospace;overflow-wrap:anywhere}
    ul.plain{margin:0 0 12px;padding:0 0 0 20px;max-width:70ch}ul.plain li{margin:0 0 4px}
    footer{grid-column:1/-1;border-top:1px solid var(--line);padding-top:16px;color:var(--muted);\
    font-size:.875rem}
    @media (max-width:64rem){.page{display:block}nav ol{position:static;display:flex;\
    flex-wrap:wrap;gap:4px 16px;margin:0 0 32px}nav a{border:0;padding:3px 0;\
    text-decoration:underline;color:var(--link)}.tiles{margin-bottom:20px}}
    @media (max-width:40rem){.page{padding:20px 16px 40px}.banner{grid-template-columns:1fr;\
    padding:16px}h1{font-size:1.5rem}.tiles{grid-template-columns:repeat(2,minmax(0,1fr))}\
    .tiles li{padding:12px}.tiles .v{font-size:1.1875rem}}
    @media (max-width:24rem){.tiles{grid-template-columns:1fr}}
    @media print{body{font-size:9.5pt}.page{display:block;max-width:none;padding:0}nav,.skip,\
    summary{display:none}section{padding-top:16px;margin-bottom:12px}figure,tr,.banner,\
    .tiles{break-inside:avoid}h2,h3,section p,figcaption,caption,thead{break-after:avoid}\
    .scroll{overflow:visible}.wide svg{min-width:0}.row{grid-template-columns:1fr 1fr}\
    .tiles{grid-template-columns:repeat(4,minmax(0,1fr))}.tiles .v{font-size:1.0625rem;white-space:nowrap}.tiles li{padding:10px 12px}\
    table{font-size:8pt;max-width:100%}th.n,td.n{padding-left:6px}.dense{font-size:6.5pt}.dense th,.dense td{padding:4px 5px 4px 0}td.w,tbody th{min-width:5.5rem}th,td{padding-right:8px}\
    .banner,.badge,.tiles li,[class*=g-]{print-color-adjust:exact;-webkit-print-color-adjust:exact}\
    details:not([open]){display:none}}
    @page{size:A4;margin:16mm 14mm}

    """
}
