//! Names of countries and languages for people; the lists contain codes.
//!
//! How a text refers to a country is in `countries`.

use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// Countries by ISO 3166-1 alpha-2, `XK` for Kosovo.
const COUNTRIES: &str = "\
AD=Andorra;AE=United Arab Emirates;AF=Afghanistan;AG=Antigua and Barbuda;AL=Albania;AM=Armenia;AO=Angola;\
AR=Argentina;AT=Austria;AU=Australia;AZ=Azerbaijan;BA=Bosnia and Herzegovina;BB=Barbados;BD=Bangladesh;BE=Belgium;\
BF=Burkina Faso;BG=Bulgaria;BH=Bahrain;BI=Burundi;BJ=Benin;BN=Brunei;BO=Bolivia;BR=Brazil;BS=Bahamas;BT=Bhutan;\
BW=Botswana;BY=Belarus;BZ=Belize;CA=Canada;CD=DR Congo;CF=Central African Republic;CG=Republic of the Congo;\
CH=Switzerland;CI=Côte d’Ivoire;CL=Chile;CM=Cameroon;CN=China;CO=Colombia;CR=Costa Rica;CU=Cuba;CV=Cape Verde;\
CY=Cyprus;CZ=Czechia;DE=Germany;DJ=Djibouti;DK=Denmark;DM=Dominica;DO=Dominican Republic;DZ=Algeria;EC=Ecuador;\
EE=Estonia;EG=Egypt;EH=Western Sahara;ER=Eritrea;ES=Spain;ET=Ethiopia;EU=European Union;FI=Finland;FJ=Fiji;\
FR=France;GA=Gabon;GB=United Kingdom;GD=Grenada;GE=Georgia;GH=Ghana;GM=Gambia;GN=Guinea;GQ=Equatorial Guinea;\
GR=Greece;GT=Guatemala;GW=Guinea-Bissau;GY=Guyana;HK=Hong Kong;HN=Honduras;HR=Croatia;HT=Haiti;HU=Hungary;\
ID=Indonesia;IE=Ireland;IL=Israel;IN=India;IQ=Iraq;IR=Iran;IS=Iceland;IT=Italy;JM=Jamaica;JO=Jordan;JP=Japan;\
KE=Kenya;KG=Kyrgyzstan;KH=Cambodia;KM=Comoros;KP=North Korea;KR=South Korea;KW=Kuwait;KZ=Kazakhstan;LA=Laos;\
LB=Lebanon;LI=Liechtenstein;LK=Sri Lanka;LR=Liberia;LS=Lesotho;LT=Lithuania;LU=Luxembourg;LV=Latvia;LY=Libya;\
MA=Morocco;MC=Monaco;MD=Moldova;ME=Montenegro;MG=Madagascar;MK=North Macedonia;ML=Mali;MM=Myanmar;MN=Mongolia;\
MO=Macao;MR=Mauritania;MT=Malta;MU=Mauritius;MV=Maldives;MW=Malawi;MX=Mexico;MY=Malaysia;MZ=Mozambique;NA=Namibia;\
NE=Niger;NG=Nigeria;NI=Nicaragua;NL=Netherlands;NO=Norway;NP=Nepal;NZ=New Zealand;OM=Oman;PA=Panama;PE=Peru;\
PG=Papua New Guinea;PH=Philippines;PK=Pakistan;PL=Poland;PS=Palestine;PT=Portugal;PY=Paraguay;QA=Qatar;RO=Romania;\
RS=Serbia;RU=Russia;RW=Rwanda;SA=Saudi Arabia;SB=Solomon Islands;SC=Seychelles;SD=Sudan;SE=Sweden;SG=Singapore;\
SI=Slovenia;SK=Slovakia;SL=Sierra Leone;SM=San Marino;SN=Senegal;SO=Somalia;SR=Suriname;SS=South Sudan;\
ST=São Tomé and Príncipe;SV=El Salvador;SY=Syria;SZ=Eswatini;TD=Chad;TG=Togo;TH=Thailand;TJ=Tajikistan;\
TL=Timor-Leste;TM=Turkmenistan;TN=Tunisia;TR=Turkey;TT=Trinidad and Tobago;TW=Taiwan;TZ=Tanzania;UA=Ukraine;\
UG=Uganda;US=United States;UY=Uruguay;UZ=Uzbekistan;VA=Holy See;VE=Venezuela;VN=Vietnam;VU=Vanuatu;WS=Samoa;\
XK=Kosovo;YE=Yemen;ZA=South Africa;ZM=Zambia;ZW=Zimbabwe";

/// Languages by ISO 639.
const LANGUAGES: &str = "\
am=Amharic;ar=Arabic;az=Azerbaijani;bg=Bulgarian;bm=Bambara;bn=Bengali;bs=Bosnian;ca=Catalan;cs=Czech;da=Danish;\
de=German;dje=Zarma;el=Greek;en=English;es=Spanish;et=Estonian;fa=Persian;fi=Finnish;fr=French;ha=Hausa;he=Hebrew;\
hi=Hindi;hr=Croatian;hu=Hungarian;hy=Armenian;id=Indonesian;it=Italian;ja=Japanese;ka=Georgian;kk=Kazakh;\
kn=Kannada;ko=Korean;ku=Kurdish;ky=Kyrgyz;lt=Lithuanian;lv=Latvian;mk=Macedonian;ml=Malayalam;mn=Mongolian;\
mr=Marathi;ms=Malay;my=Burmese;ne=Nepali;nl=Dutch;no=Norwegian;om=Oromo;pa=Punjabi;pl=Polish;ps=Pashto;\
pt=Portuguese;ro=Romanian;ru=Russian;rw=Kinyarwanda;sd=Sindhi;sg=Sango;si=Sinhala;sk=Slovak;sl=Slovene;so=Somali;\
sq=Albanian;sr=Serbian;sv=Swedish;sw=Swahili;ta=Tamil;te=Telugu;tg=Tajik;th=Thai;ti=Tigrinya;tk=Turkmen;tr=Turkish;\
ug=Uyghur;uk=Ukrainian;ur=Urdu;uz=Uzbek;vi=Vietnamese;yo=Yoruba;zh=Chinese;zu=Zulu";

/// The name of a country; its code if it has no name here.
#[must_use]
pub fn country(code: &str) -> &str {
    static NAMES: Names = LazyLock::new(|| by_code(COUNTRIES));
    named(&NAMES, code)
}

/// The name of a language; its code if it has no name here.
#[must_use]
pub fn language(code: &str) -> &str {
    static NAMES: Names = LazyLock::new(|| by_code(LANGUAGES));
    named(&NAMES, code)
}

/// Names by their codes. A report asks for them at each citation.
type Names = LazyLock<FxHashMap<&'static str, &'static str>>;

fn named<'a>(names: &Names, code: &'a str) -> &'a str {
    names.get(code).copied().unwrap_or(code)
}

fn by_code(names: &'static str) -> FxHashMap<&'static str, &'static str> {
    names.split(';').filter_map(|entry| entry.split_once('=')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gazetteer::Gazetteer;

    #[test]
    fn every_country_and_language_of_the_register_has_a_name() {
        for source in Gazetteer::shipped().sources() {
            for code in &source.countries {
                assert_ne!(country(code), &**code, "{}", source.name);
            }
            for code in &source.languages {
                assert_ne!(language(code), &**code, "{}", source.name);
            }
        }
        assert_eq!((country("KE"), language("so"), country("??")), ("Kenya", "Somali", "??"));
    }
}
