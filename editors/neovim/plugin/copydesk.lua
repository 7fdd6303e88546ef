-- Starts the server for Markdown, and adds the commands. `vim.g.copydesk_enabled = false` before loading keeps it off.

if vim.g.loaded_copydesk then
  return
end
vim.g.loaded_copydesk = true

local copydesk = require('copydesk')

local function command(name, action, about)
  vim.api.nvim_create_user_command(name, action, { desc = about })
end

command('CopydeskFixAll', copydesk.fix_all, 'Apply every safe fix in this file')
command('CopydeskFormat', copydesk.format, 'Bring the citations of this file to house form')
command('CopydeskExplain', copydesk.explain, 'Show the page of the rule that speaks at the cursor')
command('CopydeskRestart', copydesk.restart, 'Start the server anew')
command('CopydeskLog', copydesk.log, 'Open the log of language servers')

if vim.g.copydesk_enabled ~= false then
  if vim.lsp.enable then
    vim.lsp.enable('copydesk')
  else
    vim.notify('copydesk needs Neovim 0.11 or later; :checkhealth copydesk says more', vim.log.levels.WARN)
  end
end
