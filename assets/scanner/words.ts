/** What the scanner says, in Chinese and in English. */
export type Language = "zh" | "en";

const WORDS = {
  title: ["扫码签到", "Door scanner"],
  another_window: ["扫码签到已在另一个窗口打开。", "The scanner is open in another window."],
  use_here: ["在此窗口使用", "Use it here"],
  enrol_title: ["启用这台扫码设备", "Let this scanner in"],
  enrol_how: [
    "请主办方在控制台的“设备”页显示二维码，然后在这里扫描。",
    "Ask an organizer to show the code on the page “Devices” of the console, then scan it here.",
  ],
  enrol_scan: ["扫描启用码", "Scan the code"],
  enrol_link: ["或粘贴启用链接", "Or paste the link"],
  enrol_go: ["启用", "Let in"],
  enrol_wait: ["正在启用…", "Letting this scanner in …"],
  enrol_not_code: ["这不是启用码。请让主办方重新显示二维码。", "This is not such a code. Ask the organizer to show it again."],
  enrol_offline: ["没有网络，无法启用。请连接网络后再试。", "There is no network. Connect and try again."],
  revoked: [
    "这台设备已不再有权扫码：名单已从设备上删除。要继续使用，请让主办方重新启用。",
    "This scanner is no longer let in: the guest list is wiped from it. To go on, ask an organizer to let it in again.",
  ],
  expired: [
    "这台设备的使用期限已过：名单已从设备上删除。",
    "The time of this scanner is over: the guest list is wiped from it.",
  ],
  unsent_kept: [
    "尚未发送的扫码有 {count} 条，已保留。重新启用后会自动发送，也可导出。",
    "{count} scans not sent yet are kept. They are sent once it is let in again, or can be exported.",
  ],
  loading: ["正在取得名单…", "Getting the guest list …"],
  loading_offline: ["没有网络，名单还未取得。连上网络后会自动继续。", "There is no network, and no guest list yet. It goes on by itself once there is one."],
  insecure: ["扫码签到只能在安全连接（https）下使用。请向主办方索取地址。", "The scanner needs a secure address (https). Ask an organizer for it."],
  cannot_begin: ["这台设备的浏览器不能保存数据。请退出无痕模式，或换一个浏览器。", "This browser cannot keep data. Leave its private mode, or take another browser."],
  choose_checkpoint: ["选择签到点", "Choose a checkpoint"],
  no_checkpoints: ["这台设备没有签到点。请联系主办方。", "This scanner has no checkpoints. Ask an organizer."],
  checkpoint: ["签到点", "Checkpoint"],
  online: ["在线", "Online"],
  offline: ["离线", "Offline"],
  to_send: ["待发送 {count}", "{count} to send"],
  all_sent: ["已全部发送", "All sent"],
  aside_count: ["未能发送 {count}", "{count} could not be sent"],
  battery: ["电量 {percent}%", "Battery {percent}%"],
  scanned: ["本机扫码 {count}", "Scanned here {count}"],
  inside: ["厅内 {count}", "In the hall {count}"],
  list_age: ["名单 {age}", "List {age}"],
  just_now: ["刚刚更新", "just now"],
  minutes_ago: ["{count} 分钟前更新", "{count} min old"],
  hours_ago: ["{count} 小时前更新", "{count} h old"],
  start_camera: ["打开摄像头", "Start the camera"],
  stop_camera: ["关闭摄像头", "Stop the camera"],
  camera: ["摄像头", "Camera"],
  camera_number: ["摄像头 {number}", "Camera {number}"],
  camera_refused: [
    "摄像头打不开：请在浏览器中允许使用摄像头。手持扫码枪和按姓名查找仍可使用。",
    "The camera cannot be opened: allow it in the browser. Hand scanners and the search still work.",
  ],
  torch: ["补光灯", "Torch"],
  ready: ["准备就绪", "Ready"],
  ready_how: ["请扫描电子票，或按姓名查找。", "Scan a ticket, or look for the name."],
  admitted: ["放行", "Admitted"],
  already_in: ["已签到", "Already in"],
  refused: ["不予放行", "Refused"],
  out: ["已离场", "Out"],
  correction: ["更正", "Correction"],
  asking: ["正在查询…", "Asking …"],
  correction_how: ["服务器的结果与刚才显示的不同。", "The server says otherwise than was shown a moment ago."],
  welcome: ["欢迎。", "Welcome."],
  welcome_back: ["欢迎回来。", "Welcome back."],
  goodbye: ["再见。", "Goodbye."],
  already_since: ["{since} 已签到。", "Already in since {since}."],
  twice: ["重复扫码：刚才已放行。", "Read twice: let in a moment ago."],
  unknown_ticket: ["这不是电子票。请按姓名查找来宾。", "This is not a ticket. Look for the guest by name."],
  code_offline: [
    "票码须联网查询，现在没有网络。请按姓名查找来宾。",
    "A typed code needs the network, and there is none. Look for the guest by name.",
  ],
  foreign: ["这张票属于另一场活动。", "This ticket is for another gathering."],
  forged: [
    "这张票不是本活动签发的。请按姓名查找来宾，并联系主办方。",
    "This ticket was not issued by us. Look for the guest by name and call an organizer.",
  ],
  void: [
    "这张票已作废：来宾已换新票或已取消参加。请按姓名查找来宾。",
    "This ticket is void; the guest has a newer one or has withdrawn. Look for the guest by name.",
  ],
  not_approved: ["这位来宾尚未获批准。请联系主办方。", "The guest is not approved. Call an organizer."],
  not_booked: ["这位来宾没有预约这里。", "The guest has not booked this."],
  not_for: ["这位来宾不能从这里进入。", "The guest may not pass here."],
  not_open: ["这个签到点尚未开放。", "This checkpoint is not open yet."],
  closed: ["这个签到点已关闭，请选择其他签到点。", "This checkpoint is closed. Choose another one."],
  elsewhere: ["这台设备不能在这个签到点扫码。请联系主办方。", "This scanner was not let in for this checkpoint. Ask an organizer."],
  unknown_checkpoint: ["本活动没有这个签到点。", "There is no such checkpoint in this gathering."],
  changed: ["同一编号的扫码已用别的内容发送过，以先发送的为准。", "A scan with this id was sent before with other content; that one stands."],
  undone: ["这次扫码已撤销。", "This scan was taken back."],
  hands_out: ["发放：{what}", "Hand out: {what}"],
  their_hall: ["应去：{title}，{hall}。{way}", "Their place: {title}, {hall}. {way}"],
  their_place: ["应去：{title}。", "Their place: {title}."],
  whole_party: ["同行全组（另 {count} 人）", "Whole party ({count} more)"],
  party_done: ["同行全组", "The party"],
  search: ["查找", "Search"],
  search_label: ["姓名、拼音、首字母、编号、证件号或票码", "Name, pinyin, initials, number, badge or ticket code"],
  check_in: ["签到", "Check in"],
  nobody: ["没有找到“{text}”。可试拼音首字母或证件号。", "Nobody found for “{text}”. Try the pinyin initials or the badge number."],
  last: ["最近扫码", "Last scans"],
  nothing_yet: ["还没有扫码记录。", "Nothing scanned yet."],
  unknown_person: ["未知的票", "Unknown ticket"],
  not_sent: ["待发送", "not sent yet"],
  undo: ["撤销", "Undo"],
  undo_of: ["撤销：{name}", "Undo: {name}"],
  undo_why: ["为什么撤销？", "Why is it taken back?"],
  undo_mistaken: ["扫错了人", "The wrong person"],
  undo_left: ["来宾没有进入", "The guest did not come in"],
  undo_place: ["签到点选错了", "The wrong checkpoint"],
  undo_other: ["其他原因", "Another reason"],
  undo_needed: ["请写明原因。", "Say why, please."],
  new_badge: ["补打胸卡", "New badge"],
  new_badge_for: ["补打胸卡：{name}（{badge}）", "New badge for {name} ({badge})"],
  new_badge_how: ["旧卡随即作废，新卡在“{station}”打印。为什么补打？", "The old badge is void at once; the new one comes out at “{station}”. Why is it needed?"],
  badge_lost: ["遗失", "It is lost"],
  badge_damaged: ["损坏", "It is damaged"],
  badge_wrong: ["内容有误", "Something on it is wrong"],
  new_badge_coming: ["新胸卡 {badge} 即将在“{station}”打印。", "The new badge {badge} comes out at “{station}” now."],
  new_badge_waits: ["新胸卡 {badge} 将在“{station}”打印，前面还有 {count} 张。", "The new badge {badge} comes out at “{station}” after {count} others."],
  new_badge_failed: ["没有得到答复。请再按一次：不会重复补打。", "No answer came. Tap again: it will still be one badge."],
  more: ["更多", "More"],
  close: ["关闭", "Close"],
  language: ["语言", "Language"],
  sound: ["声音", "Sound"],
  device: ["设备", "Scanner"],
  valid_until: ["有效至 {time}", "Let in until {time}"],
  export: ["导出未发送的扫码", "Export scans not sent"],
  aside_title: ["未能发送", "Could not be sent"],
  version: ["版本 {version}", "Version {version}"],
  update: ["有新版本。空闲时再更新，扫码记录不会丢失。", "There is a new version. Update when it is quiet; no scan is lost."],
  update_now: ["现在更新", "Update now"],
  actions: ["操作", "Actions"],
  state: ["状态", "State"],
  result: ["结果", "Verdict"],
} as const satisfies Record<string, readonly [zh: string, en: string]>;

export type Word = keyof typeof WORDS;

let language: Language = navigator.language.toLowerCase().startsWith("zh") ? "zh" : "en";

export function setLanguage(chosen: Language): void {
  language = chosen;
  document.documentElement.lang = chosen === "zh" ? "zh-Hans" : "en";
  document.title = say("title");
}

export function currentLanguage(): Language {
  return language;
}

/** A sentence in the language of the device. */
export function say(word: Word, data: Record<string, string | number> = {}): string {
  const sentence: string = WORDS[word][language === "zh" ? 0 : 1];
  return sentence.replace(/\{(\w+)\}/g, (_, name: string) => String(data[name] ?? "")).trim();
}

/** Whether the scanner has a sentence of this name. */
export function isWord(name: string): name is Word {
  return name in WORDS;
}

/** One of two names, the other where it has none. */
export function inLanguage(zh: string, en: string): string {
  return language === "zh" ? zh || en : en || zh;
}
