"""Small pages to sign in at, as portals build them today; `data-is` marks what is meant."""

from __future__ import annotations

from typing import Final

_U: Final = 'data-is="username"'
_P: Final = 'type="password" data-is="password"'
_S: Final = 'data-is="submit"'


def _plain(user: str, password: str, submit: str) -> str:
    return (
        f"<form method=post><label>{user} <input name=u1 {_U}></label>"
        f"<label>{password} <input name=p1 {_P}></label><button {_S}>{submit}</button></form>"
    )


def _shadow(host: str, inside: str) -> str:
    return f"<{host}><template shadowrootmode=open>{inside}</template></{host}>"


_EACH_FIELD: Final = (
    "<form><h1>Welcome back</h1>"
    + _shadow("x-field", f"<label>E-mail <input type=email {_U}></label>")
    + _shadow("x-field", f"<label>Password <input {_P}></label>")
    + _shadow("x-button", f"<button {_S}>Log in</button>")
    + "</form>"
)
_LURE: Final = "position:absolute;left:-9999px"

SIGN_INS: Final[dict[str, str]] = {
    "a plain form": _plain("User name", "Password", "Sign in"),
    "German": _plain("Benutzername", "Kennwort", "Anmelden"),
    "French": _plain("Identifiant", "Mot de passe", "Se connecter"),
    "Greek": _plain("Όνομα χρήστη", "Κωδικός", "Σύνδεση"),
    "Japanese": _plain("ユーザーID", "パスワード", "ログイン"),
    "Arabic, from right to left": (
        f"<div dir=rtl>{_plain('البريد', 'كلمة المرور', 'تسجيل الدخول')}</div>"
    ),
    "Hebrew": _plain("שם משתמש", "סיסמה", "כניסה"),
    "Korean": _plain("아이디", "비밀번호", "로그인"),
    "Chinese": _plain("用户名", "密码", "登录"),
    "Russian": _plain("Логин", "Пароль", "Войти"),
    "Polish": _plain("Użytkownik", "Hasło", "Zaloguj się"),
    "Turkish": _plain("Kullanici ad\u0131", "Şifre", "Giriş yap"),
    "no form at all": (
        f"<main><div><input type=email placeholder=E-mail {_U}></div><div>"
        f"<input placeholder=Password {_P}></div><div role=button tabindex=0 {_S}>Log in</div>"
        "</main>"
    ),
    "a whole form in a shadow tree": _shadow("x-login", _plain("E-mail", "Password", "Log in")),
    "each field in a shadow tree of its own": _EACH_FIELD,
    "a shadow tree in a shadow tree": _shadow(
        "x-app", _shadow("x-login", _plain("E-mail", "Password", "Continue"))
    ),
    "a control that shows the password": (
        f"<form><input name=user aria-label='User name' {_U}><div><input aria-label=Password {_P}>"
        "<button type=button aria-label='Show password'>Show</button></div>"
        f"<label><input type=checkbox> Remember me</label><button type=submit {_S}>Sign in</button>"
        "<a href=/reset>Forgot password?</a></form>"
    ),
    "a trap for robots": (
        f"<form><div style='{_LURE}'><label>Leave empty <input name=website tabindex=-1></label>"
        "</div><input name=email_confirm aria-hidden=true tabindex=-1 style='opacity:0'>"
        f"<label>E-mail <input name=email {_U}></label>"
        f"<label>Password <input name=pw {_P}></label><button {_S}>Log in</button></form>"
    ),
    "a decoy that is folded away": (
        "<div style='height:0;overflow:hidden'><form><input name=user><input type=password name=pw>"
        f"<button>Log in</button></form></div>{_plain('E-mail', 'Password', 'Log in')}"
    ),
    "registering beside it": (
        "<form><h2>New here?</h2><input name=email><input type=password name=n1 "
        "autocomplete=new-password><button>Create account</button></form>"
        f"<section><h2>Sign in</h2>{_plain('E-mail', 'Password', 'Sign in')}</section>"
    ),
    "registering beside it, without forms": (
        "<div><h2>Register</h2><input name=email placeholder=E-mail><input type=password "
        "placeholder='Choose a password'><input type=password placeholder='Repeat it'>"
        "<button>Register</button></div>"
        f"<div><h2>Log in</h2><input placeholder=E-mail {_U}><input placeholder=Password {_P}>"
        f"<button {_S}>Log in</button></div>"
    ),
    "search, a newsletter and a forgotten password around it": (
        "<form role=search><input name=q placeholder=Search><button>Search</button></form>"
        f"{_plain('User name', 'Password', 'Sign in')}"
        "<form><h3>Forgot your password?</h3><input name=email><button>Reset</button></form>"
        "<form><input type=email placeholder='Your e-mail'><button>Subscribe</button></form>"
    ),
    "other services above it": (
        "<button>Continue with Google</button><button>Sign in with Microsoft</button>"
        f"<p>or</p>{_plain('E-mail', 'Password', 'Continue')}"
    ),
    "other services within it": (
        f"<form><input name=mail type=email {_U}><input name=pass {_P}>"
        f"<button type=submit {_S}>Continue</button>"
        "<button type=button>Sign in with Google</button></form>"
    ),
    "the page as one form": (
        "<form method=post action=/default.aspx><input name=find placeholder=Search>"
        "<button>Search</button><select name=lang><option>en</select>"
        f"<input name=ctl00$UserName aria-label='User name' {_U}>"
        f"<input name=ctl00$Password aria-label=Password {_P}>"
        f"<input type=submit value='Log in' {_S}>"
        "<input name=news placeholder='Your e-mail'><button>Subscribe</button></form>"
    ),
    "a customer number beside the name": (
        "<form><label>Customer number <input name=cust data-is=customer></label>"
        f"<label>User <input name=user {_U}></label><label>PIN <input name=pin {_P}></label>"
        f"<button {_S}>Sign in</button></form>"
    ),
}
"""Pages with a form to sign in."""

FIRST_STEPS: Final[dict[str, str]] = {
    "an e-mail address first": (
        f"<h1>Log in</h1><form><input type=email name=email {_U}><button {_S}>Next</button></form>"
    ),
    "one that looks like registering": (
        f"<h1>Log in or create an account</h1><form><label>E-mail "
        f"<input name=email type=email {_U}></label><button {_S}>Continue</button></form>"
    ),
    "a passkey offered in the field": (
        f"<form><input name=id autocomplete='username webauthn' {_U}>"
        f"<button {_S}>Continue</button></form><button>Sign in with a passkey</button>"
    ),
    "a password folded away until then": (
        f"<form><input name=loginfmt type=email aria-label=E-mail {_U}>"
        "<input type=password name=passwd style='opacity:0;width:0;height:0' tabindex=-1 "
        f"aria-hidden=true><button {_S}>Next</button></form>"
    ),
    "Japanese": (
        f"<form><input name=mail aria-label=メールアドレス {_U}><button {_S}>次へ</button></form>"
    ),
}
"""Pages that ask for the name alone, and for the password behind it."""

OTHERS: Final[dict[str, str]] = {
    "registering": (
        "<form><input name=email><input type=password><button>Create your account</button></form>"
    ),
    "registering with two passwords": (
        "<form><input name=user><input type=password name=a><input type=password name=b>"
        "<button>Continue</button></form>"
    ),
    "a new password": (
        "<h1>Choose a new password</h1><form><input type=password autocomplete=new-password>"
        "<button>Save</button></form>"
    ),
    "a search": "<form action=/search><input name=q><button>Search</button></form>",
    "a newsletter": "<form><input type=email name=email><button>Subscribe now</button></form>",
    "a German newsletter": (
        "<form><p>Newsletter</p><input type=email name=email aria-label='Newsletter abonnieren'>"
        "<button>Jetzt abonnieren</button></form>"
    ),
    "a forgotten password": (
        "<h1>Forgot your password?</h1><form action=/recover><input type=email name=email>"
        "<button>Continue</button></form>"
    ),
    "a letter to them": (
        "<form><input name=name><input name=email><textarea name=text></textarea>"
        "<button>Send</button></form>"
    ),
    "a code": (
        "<h1>Sign in</h1><form><input name=otp autocomplete=one-time-code maxlength=6>"
        "<button>Sign in</button></form>"
    ),
    "a code in six fields": (
        "<h1>Sign in</h1><form>"
        + "<input maxlength=1 inputmode=numeric style='width:30px'>" * 6
        + "<button>Log in</button></form>"
    ),
    "a code without a word": (
        "<form><label>Enter the security code <input name=c maxlength=6 inputmode=numeric></label>"
        "<button>Log in</button></form>"
    ),
}
"""Pages with forms that are for something else."""

_FORM: Final = _plain("E-mail", "Password", "Sign in").replace("'", "\\'")
_OPENS: Final = "onclick=\"document.getElementById('d').style.display='block'\""
DOORS: Final[dict[str, str]] = {
    "a dialog": (
        f"<header><a href='#' {_OPENS}>Log in</a> <a href=/register>Register</a></header>"
        f"<div id=d role=dialog style='display:none'>{_FORM}</div>"
    ),
    "a drawer": (
        "<button onclick=\"document.getElementById('d').style.transform='none'\">Sign in</button>"
        "<aside id=d style='position:fixed;right:0;top:0;transform:translateX(100%)'>"
        f"{_FORM}</aside>"
    ),
    "a German customer area": (
        f"<button {_OPENS}>Mein Konto</button><div id=d style='display:none'>{_FORM}</div>"
    ),
    "a passkey first": (
        "<h1>Sign in</h1><button>Sign in with a passkey</button>"
        f"<button {_OPENS}>Use your password instead</button>"
        f"<div id=d style='display:none'>{_FORM}</div>"
    ),
    "other services first": (
        "<button>Continue with Google</button><button>Continue with Apple</button>"
        f"<button {_OPENS}>Continue with e-mail</button>"
        f"<div id=d style='display:none'>{_FORM}</div>"
    ),
}
"""Pages that show their form once a control was pressed."""
