"""Legal forms of companies, as they stand at the end (or the front) of a registered name.

They live in code, not in the rules: the key of a company (:func:`extractor.normalize.names.name_key`) decides which
records are the same in a database, and must not move with a user's rules. Gathered from the ISO 20275 list of entity
legal forms (GLEIF, CC0) and from how newspapers shorten them.
"""

from __future__ import annotations


def _forms(text: str) -> tuple[str, ...]:
    """Forms separated by semicolons; lines that end in a colon are headings."""
    lines = (line.strip() for line in text.strip().splitlines() if not line.endswith(":"))
    return tuple(form for line in lines for form in line.strip(";").split("; "))


SUFFIXES = _forms("""
English-speaking countries:
  inc; incorporated; corp; corporation; co; company; companies; cos; ltd; limited; llc; l l c; lc;
  llp; l l p; lp; l p; lllp; plc; p l c; pllc; pc; pbc; public benefit corporation; n a; pty;
  pty ltd; proprietary limited; pte; pte ltd; private limited; pvt; pvt ltd; pvt limited; p ltd;
  p limited; bhd; berhad; sdn bhd; sdn; ulc; cic; trust co; unlimited; limited partnership;
  limited liability company; public limited company; dac; designated activity company; co ltd;
  co inc; company limited; ltda; ltee
German-speaking countries, the Netherlands, Belgium:
  ag; gmbh; gmbh & co kg; gmbh & co kgaa; gmbh and co kg; gmbh and co kgaa; ag & co kgaa;
  ag and co kgaa; ag & co kg; ag and co kg; se & co kgaa; se and co kgaa; kgaa; kg; ohg; gbr; ug;
  ug haftungsbeschrankt; e v; mbh; nv; n v; bv; b v; bvba; cvba; vof; cv; sprl; srl; asbl
Romance languages:
  sa; s a; sas; s a s; sasu; sarl; s a r l; sarlu; eurl; sca; scs; snc; scop; spa; s p a; s r l;
  srls; sapa; scarl; sl; s l; slu; s l u; sau; s a u; sa de cv; s a de c v; sab de cv;
  s a b de c v; sapi de cv; s a p i de c v; sab; s de rl de cv; s de r l de c v; sc; eirl; s a a;
  saa; sac; s a c; sgps; lda; ltda me; eireli; s/a; unipessoal lda; sociedad anonima;
  societe anonyme; srl de cv; cia; cia ltda
Nordic and Baltic countries:
  ab; publ; ab publ; asa; as; a s; a/s; aps; oy; oyj; abp; hf; ehf; ohf; ou; uab; sia; kb; hb; i/s;
  p/s; k/s; ans
Central and eastern Europe, Turkey, Greece:
  sp z o o; sp zoo; spolka z o o; spzoo; sp j; sp k; s k a; sro; s r o; spol s r o; kft; zrt; nyrt;
  doo; d o o; d d; ead; eood; ood; jsc; pjsc; ojsc; cjsc; oao; zao; pao; ooo; ao; tov;
  anonim sirketi; ltd sti; a e; epe; ike
Middle East and Africa:
  psc; p s c; llc fz; fz llc; fze; fzco; fz; wll; w l l; bsc; b s c; ksc; k s c; kscp; kpsc; qsc;
  qpsc; saog; saoc; sae; s a e; spc; npc
East and south-east Asia:
  kk; k k; kabushiki kaisha; gk; godo kaisha; yk; tbk; persero; persero tbk; joint stock company;
  public company limited; pcl; public co ltd; co pty; co pte ltd; holdings ltd; corp ltd;
  group ltd; inc ltd; holdings inc; holding ltd; pjs
Europe as a whole:
  se; societas europaea; sce; eeig; eesv
""")
"""Lower case, dots and commas gone, white space single."""

SCRIPT_SUFFIXES = _forms(
    """
股份有限公司; 有限责任公司; 有限責任公司; 集团有限公司; 集團有限公司; 科技有限公司; 控股有限公司; 有限公司;
株式会社; 合同会社; 有限会社; 合名会社; 주식회사; 유한회사; (주); ㈜; ㈱; (株); （株）; （주）; 集团; 集團; 公司
"""
)
"""Forms written without a space, at the end or the front of a name."""

PREFIXES = _forms("pt; cv; pjsc; jsc; ooo; oao; zao; pao; tov; joint stock company; kabushiki kaisha")
"""Forms that stand before the name ("PT Bank Mandiri", "OOO Yandex")."""

SOFT = frozenset({"group", "holdings", "holding", "hldgs", "hldg", "grp", "company", "co", "corp", "companies"})
"""Words that newspapers drop and that alone do not tell two companies apart."""
