"""Domains where anybody can have an address or a page. Data; an operator reports what is missing."""

from __future__ import annotations

MAIL = """
    msn.com passport.com ymail.com rocketmail.com myyahoo.com aol.com aim.com verizon.net att.net
    sbcglobal.net bellsouth.net comcast.net cox.net charter.net earthlink.net juno.com netzero.net
    icloud.com me.com mac.com proton.me pm.me tutanota.com tutanota.de tutamail.com tuta.io tuta.com
    keemail.me mail.com email.com usa.com fastmail.com fastmail.fm hushmail.com hush.com zoho.com
    zohomail.com zohomail.eu inbox.com lycos.com excite.com rediffmail.com hey.com duck.com skiff.com
    mailbox.org posteo.de posteo.net riseup.net disroot.org mailfence.com runbox.com startmail.com
    ctemplar.com cock.li shaw.ca rogers.com sympatico.ca videotron.ca bigpond.com optusnet.com.au
    btinternet.com sky.com virginmedia.com talktalk.net ntlworld.com web.de freenet.de t-online.de
    arcor.de online.de email.de mail.de kabelmail.de vodafone.de bluewin.ch sunrise.ch hispeed.ch aon.at
    chello.at orange.fr wanadoo.fr free.fr sfr.fr neuf.fr laposte.net bbox.fr numericable.fr aliceadsl.fr
    club-internet.fr cegetel.net voila.fr skynet.be telenet.be proximus.be libero.it virgilio.it alice.it
    tin.it tiscali.it telefonica.net terra.com.br uol.com.br bol.com.br ig.com.br sapo.pt ziggo.nl
    kpnmail.nl planet.nl hetnet.nl xs4all.nl mail.ru inbox.ru list.ru bk.ru internet.ru xmail.ru ya.ru
    narod.ru rambler.ru lenta.ru autorambler.ru ro.ru myrambler.ru pochta.ru nm.ru hotbox.ru qip.ru
    mail.ua ukr.net i.ua meta.ua bigmir.net tut.by mail.am freenet.am netsys.am arminco.com xter.net
    cornet.am mail.ge posta.ge caucasus.net boom.ge maktoob.com jeeran.com arabia.com gawab.com
    cyberia.net.lb idm.net.lb terra.net.lb inco.com.lb dm.net.lb emirates.net.ae eim.ae batelco.com.bh
    link.net tedata.net.eg scs-net.org mail.sy chmail.ir mailfa.com mail.ir parsimail.com iran.ir post.ir
    vatanmail.ir rayana.ir walla.com walla.co.il netvision.net.il bezeqint.net 012.net.il zahav.net.il
    mynet.com ttmail.com superonline.com turk.net in.gr otenet.gr forthnet.gr hol.gr freemail.gr mail.bg
    abv.bg dir.bg seznam.cz centrum.cz email.cz azet.sk wp.pl o2.pl onet.pl interia.pl op.pl
    poczta.onet.pl freemail.hu citromail.hu indamail.hu qq.com 163.com 126.com yeah.net sina.com sina.cn
    sohu.com 139.com aliyun.com foxmail.com naver.com hanmail.net daum.net nate.com docomo.ne.jp
    ezweb.ne.jp softbank.ne.jp mailinator.com guerrillamail.com sharklasers.com 10minutemail.com
    temp-mail.org tempmail.com yopmail.com yopmail.fr trashmail.com getnada.com maildrop.cc
    dispostable.com throwawaymail.com moakt.com mail.tm privaterelay.appleid.com mozmail.com
    simplelogin.com anonaddy.com addy.io
"""

PAGES = """
    facebook.com fb.com fb.me m.me instagram.com threads.net threads.com x.com twitter.com t.co t.me
    telegram.me telegram.org whatsapp.com wa.me signal.group youtube.com youtu.be tiktok.com linkedin.com
    lnkd.in vk.com vk.ru ok.ru dzen.ru rutube.ru pinterest.com reddit.com discord.com discord.gg bsky.app
    mastodon.social flickr.com snapchat.com viber.com weibo.com clubhouse.com meetup.com vimeo.com
    soundcloud.com spotify.com google.com goo.gl withgoogle.com forms.gle business.site blogspot.com
    blogger.com wordpress.com wixsite.com wix.com editorx.io weebly.com weeblysite.com squarespace.com
    squareup.com square.site webnode.com webnode.page jimdo.com jimdofree.com jimdosite.com strikingly.com
    mystrikingly.com tilda.ws tilda.cc ucoz.com ucoz.ru ucoz.net narod.ru livejournal.com over-blog.com
    canalblog.com e-monsite.com hautetfort.com tumblr.com medium.com substack.com ghost.io beehiiv.com
    carrd.co about.me site123.me godaddysites.com webflow.io framer.website framer.app notion.site
    notion.so canva.site my.canva.site linktr.ee linktree.com beacons.ai bio.link lnk.bio taplink.cc
    taplink.ws campsite.bio bit.ly tinyurl.com github.io github.com gitlab.io gitlab.com netlify.app
    vercel.app pages.dev workers.dev web.app firebaseapp.com herokuapp.com onrender.com fly.dev
    azurewebsites.net amazonaws.com cloudfront.net eventbrite.com gofundme.com globalgiving.org
    justgiving.com patreon.com ko-fi.com buymeacoffee.com donorbox.org givebutter.com paypal.com paypal.me
    change.org avaaz.org actionnetwork.org mailchi.mp mailchimp.com campaign-archive.com idealist.org
    guidestar.org candid.org wikipedia.org wikimedia.org virasty.com eitaa.com rubika.ir bale.ai blog.ir
    blogfa.com mihanblog.com persianblog.ir
"""


def _family(name: str, endings: str) -> frozenset[str]:
    return frozenset(f"{name}.{ending}" for ending in endings.split())


FREE_MAIL = frozenset.union(
    _family("gmail", "com"),
    _family("googlemail", "com de co.uk"),
    _family(
        "outlook",
        "com fr de es it at be cl cz dk gr hu ie in jp kr lv my ph pt sa sg sk co.il com.ar com.au com.br",
    ),
    _family("hotmail", "com fr de es it be ch nl se gr co.uk com.ar com.au com.br com.tr co.il"),
    _family("live", "com fr de it be nl se ca cn jp no ru ie co.uk com.au com.mx com.pt"),
    _family(
        "yahoo",
        "com fr de es it ca gr ie in ro se dk no pl com.ar com.au com.br com.mx com.tr co.in co.jp co.uk",
    ),
    _family("gmx", "com net org de at ch fr us co.uk info"),
    _family("yandex", "ru com by kz ua uz com.tr com.am az com.ge"),
    _family("protonmail", "com ch"),
    frozenset(MAIL.split()),
)
"""Free mail, mail of internet providers, throw-away and forwarding addresses."""

PLATFORMS = frozenset(PAGES.split())
"""Whoever has a page below one of these does not hold the domain."""
